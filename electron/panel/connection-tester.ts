import type { ConnectionReport, TestedStep } from '../../shared/connection-test.ts';
import type { ConnectStep } from '../../shared/connection.ts';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import { explain } from '../machine/failure-words.ts';
import {
  offeredCertificate,
  openMachineSession,
  type SessionTarget,
  type Transports,
} from '../machine/open-session.ts';

const leaveSeconds = 3;

interface TestParts {
  readonly clock: Clock;
  readonly transports: Transports;
}

interface TestContext extends TestParts {
  /** Gives the test up; what it opened is left. */
  readonly signal: AbortSignal;
  /** Told of the session once there is one, so that it can be ended at once. */
  readonly onSession: (session: Disposable) => void;
}

/** The connection tests that are under way. */
export class ConnectionTests implements Disposable {
  readonly #parts: TestParts;
  readonly #running = new Set<{
    readonly abort: AbortController;
    readonly scope: DisposableStore;
    readonly report: Promise<ConnectionReport>;
  }>();

  constructor(parts: TestParts) {
    this.#parts = parts;
  }

  /** Connects as a machine would, writes down what each step found and how long it took, and leaves with `QUIT`. */
  async run(target: () => Promise<SessionTarget>): Promise<ConnectionReport> {
    const { clock, transports } = this.#parts;
    const abort = new AbortController();
    const scope = new DisposableStore();
    const report = testConnection(target, {
      clock,
      transports,
      signal: abort.signal,
      onSession: (session) => void scope.add(session),
    });
    const test = { abort, scope, report };
    this.#running.add(test);
    try {
      return await report;
    } finally {
      this.#running.delete(test);
    }
  }

  /** Resolves when every test has left what it opened. */
  async giveUp(): Promise<void> {
    for (const { abort } of this.#running) abort.abort();
    await Promise.allSettled([...this.#running].map(({ report }) => report));
  }

  /** Ends what is still open at once. */
  dispose(): void {
    for (const { abort, scope } of this.#running) {
      abort.abort();
      scope.dispose();
    }
  }
}

async function testConnection(
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
