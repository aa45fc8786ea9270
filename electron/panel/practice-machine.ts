import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { SessionTarget } from '../machine/open-session.ts';
import { type Listener, listen } from '../simulator/listen.ts';
import { Simulator } from '../simulator/simulator.ts';

/** The canned protocol of the practice run: short, with every kind of step. */
const practiceProtocol = 'Demo';

/**
 * The built-in practice machine: a simulator on a loopback port of its own, spoken to over a real socket like any other.
 * It starts when it is first connected to.
 */
export class PracticeMachine implements Disposable {
  readonly #clock: Clock;
  #simulator: Simulator | null = null;
  #listener: Promise<Listener> | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async target(cap: SessionTarget['cap']): Promise<SessionTarget> {
    this.#listener ??= this.#listen();
    const { port } = await this.#listener.catch((error: unknown) => {
      // No free port now does not mean none at the next try.
      this.dispose();
      throw error;
    });
    return {
      host: '127.0.0.1',
      attempts: [{ port, transport: 'tcp' }],
      tls: { trust: { kind: 'first-use' }, client: null },
      password: null,
      cap,
    };
  }

  /** Throws with the reason if it never was connected to, a run is on already or the drawer is open. */
  startRun(title: string): void {
    if (this.#simulator === null) throw new Error('The practice machine was not connected to yet');
    this.#simulator.startRun(practiceProtocol, title);
  }

  dispose(): void {
    this.#listener?.then(
      (listener) => listener.dispose(),
      () => {},
    );
    this.#simulator?.dispose();
    this.#listener = null;
    this.#simulator = null;
  }

  #listen(): Promise<Listener> {
    const simulator = new Simulator({ clock: this.#clock, nickname: 'Practice machine' });
    this.#simulator = simulator;
    return listen(simulator, { port: 0, clock: this.#clock });
  }
}
