import { fail, succeed } from '../../shared/failure.ts';
import type { Panel } from './panel.ts';
import type { RequestHandlers } from './requests.ts';
import { supportBundleOf } from './support-bundle.ts';

type HostRequests = Extract<keyof RequestHandlers, `host.${string}` | `support.${string}`>;

/** The requests that the program around the panel answers, and those about the program itself. */
export function createHostHandlers(panel: Panel): Pick<RequestHandlers, HostRequests> {
  const { services } = panel;
  return {
    'host.facts': () => succeed(services.facts()),
    'host.setOpenAtLogin': ({ on }) => {
      const { openAtLogin } = services.facts();
      if (openAtLogin.kind === 'unavailable')
        return fail({
          kind: 'invalid-input',
          message: openAtLogin.reason,
          remedy: 'Start QuantDeck yourself after you log in.',
          detail: '',
        });
      try {
        services.setOpenAtLogin(on);
      } catch (error) {
        return fail({
          kind: 'storage',
          message: 'This computer did not take the setting.',
          remedy: 'Set it in the computer’s own list of programs to open at login.',
          detail: error instanceof Error ? error.message : String(error),
        });
      }
      return succeed(services.facts());
    },
    'host.chooseFile': ({ wish }) => services.chooseFile(wish),
    'host.windowFailed': (error) => {
      panel.windowErrors.report(error);
      return succeed(null);
    },
    'support.bundle': ({ withAddresses }) => succeed(supportBundleOf(panel, withAddresses)),
  };
}
