import type { Failure } from '../../shared/failure.ts';
import { stored } from './handler-tools.ts';
import type { Panel } from './panel.ts';
import type { RequestHandlers } from './requests.ts';

type ControlRequests = Extract<keyof RequestHandlers, `controls.${string}`>;

/** The requests about the lock of the controls, each written into the journal. */
export function createControlHandlers(panel: Panel): Pick<RequestHandlers, ControlRequests> {
  const { controls, journal } = panel;
  const note = (text: string, failure: Failure | null): void =>
    journal.recordEvent({ kind: 'settings', machineId: null, machineName: null, text, failure });
  return {
    'controls.lock': ({ pin }) =>
      stored(async () => {
        const answer = await controls.lock(pin);
        if (answer.ok)
          note(pin === null ? 'Locked the controls.' : 'Locked the controls with a PIN.', null);
        return answer;
      }),
    'controls.unlock': ({ pin }) =>
      stored(async () => {
        const answer = await controls.unlock(pin);
        if (answer.ok) note('Unlocked the controls.', null);
        else if (answer.failure.kind === 'controls-locked')
          note('The controls stayed locked.', answer.failure);
        return answer;
      }),
  };
}
