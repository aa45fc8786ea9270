import type { ConnectionReport, TestedStep } from '../../shared/connection-test.ts';
import type { ConnectStep } from '../../shared/connection.ts';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { explain } from '../machine/failure-words.ts';
import {
  offeredCertificate,
  openMachineSession,
  type SessionTarget,
  type Transports,
} from '../machine/open-session.ts';

const leaveSeconds = 3;

export interface TestContext {
  readonly clock: Clock;
  readonly transports: Transports;
  /** Gives the test up; what it opened is left. */
  readonly signal: AbortSignal;
  /** Told of the session once there is one, so that it can be ended at once. */
  readonly onSession: (session: Disposable) => void;
}

/** Connects as a machine would, writes down what each step found and how long it took, and leaves with `QUIT`. */
export async function testConnection(
  target: () => Promise<SessionTarget>,
  { clock, transports, signal, onSession }: TestContext,
): Promise<ConnectionReport> {
  const steps: TestedStep[] = [];
  let running: { readonly step: ConnectStep; readonly since: number } = {
    step: 'dns',
    since: clock.now(),
  };
  const finish = (step: ConnectStep, found: string): void => {
    steps.push({ step, found, milliseconds: clock.now() - running.since, failure: null });
    running = { step, since: clock.now() };
  };
  try {
    const { session } = await openMachineSession(await target(), {
      clock,
      transports,
      signal,
      observer: {
        began: (step) => {
          if (step !== running.step) running = { step, since: clock.now() };
        },
        found: finish,
      },
      listeners: {},
      onLevel: () => {},
      onSession,
    });
    await session.leave(leaveSeconds);
    return { steps, certificate: null, succeeded: true };
  } catch (error) {
    steps.push({
      step: running.step,
      found: '',
      milliseconds: clock.now() - running.since,
      failure: explain(error),
    });
    return { steps, certificate: offeredCertificate(error), succeeded: false };
  }
}
