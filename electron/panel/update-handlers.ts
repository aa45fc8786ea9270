import { succeed } from '../../shared/failure.ts';
import type { Panel } from './panel.ts';
import type { RequestHandlers } from './requests.ts';

type UpdateRequests = Extract<keyof RequestHandlers, `updates.${string}`>;

/** The requests about newer versions of QuantDeck. */
export function createUpdateHandlers({
  updates,
  services,
}: Panel): Pick<RequestHandlers, UpdateRequests> {
  return {
    'updates.state': () => succeed(updates.state),
    'updates.check': () => updates.check(),
    'updates.download': () => updates.download(),
    'updates.install': () => updates.install(),
    'updates.checkFile': () => services.updates.checkFile(),
  };
}
