import type { PanelEvent, RequestName } from '../../shared/contract.ts';
import { fail, type Result } from '../../shared/failure.ts';
import type { MachineSnapshot } from '../../shared/machine.ts';
import type { Instant } from '../../shared/units.ts';
import type { Bridge } from '../../renderer/bridge.ts';
import type { WindowClock } from '../../renderer/clock.ts';
import type { HostLink } from '../../renderer/model/engine.ts';
import type { KeptText } from '../../renderer/stores/kept-text.ts';
import type { FakeClock } from './fake-clock.ts';
import { viewOf } from './renderer-states.ts';

/** A request a window made. */
export interface Asked {
  readonly name: RequestName;
  readonly input: unknown;
}

/** A host for windows under test: it answers from a table, remembers what was asked and tells events on command. */
export class FixtureHost implements Bridge {
  readonly asked: Asked[] = [];
  readonly #answers = new Map<RequestName, (input: unknown) => Promise<Result<unknown>>>();
  readonly #eventListeners = new Set<(event: PanelEvent) => void>();
  readonly #linkListeners = new Set<(link: HostLink) => void>();
  #link: HostLink = { kind: 'up' };
  #machines: readonly MachineSnapshot[];

  constructor(machines: readonly MachineSnapshot[], now: Instant) {
    this.#machines = machines;
    // An action takes its time: until a test answers it, it is under way.
    this.answer('action.perform', () => new Promise(() => {}));
    this.answer('console.judge', () => ({ ok: true, value: { kind: 'allow', note: null } }));
    this.answer('console.history', () => ({ ok: true, value: [] }));
    this.answer('console.running', () => ({ ok: true, value: [] }));
    this.answer('runs.list', () => ({
      ok: true,
      value: { runs: [], total: 0, next: null, machines: [] },
    }));
    this.answer('panel.view', () => ({ ok: true, value: viewOf(this.#machines, now) }));
  }

  /** Sets what a request answers from now on. Others answer `null`. */
  answer(
    name: RequestName,
    answer: (input: unknown) => Result<unknown> | Promise<Result<unknown>>,
  ): void {
    this.#answers.set(name, async (input) => answer(input));
  }

  /** Publishes snapshots as main does when they changed. */
  publish(...changed: readonly MachineSnapshot[]): void {
    const byId = new Map(this.#machines.map((machine) => [machine.id, machine]));
    for (const machine of changed) byId.set(machine.id, machine);
    this.#machines = [...byId.values()];
    this.emit({
      event: 'machines',
      payload: { changed, order: this.#machines.map((machine) => machine.id) },
    });
  }

  emit(event: PanelEvent): void {
    for (const listener of this.#eventListeners) listener(event);
  }

  setLink(link: HostLink): void {
    this.#link = link;
    for (const listener of this.#linkListeners) listener(link);
  }

  /** What was asked under one name. */
  inputsOf(name: RequestName): readonly unknown[] {
    return this.asked.filter((asked) => asked.name === name).map((asked) => asked.input);
  }

  get listeners(): number {
    return this.#eventListeners.size + this.#linkListeners.size;
  }

  readonly ask: Bridge['ask'] = async (name, input) => {
    this.asked.push({ name, input });
    const answer = this.#answers.get(name);
    const result = answer === undefined ? { ok: true, value: null } : await answer(input);
    return result as never;
  };

  readonly onEvent: Bridge['onEvent'] = (listener) => {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  };

  readonly onLink: Bridge['onLink'] = (listener) => {
    this.#linkListeners.add(listener);
    listener(this.#link);
    return () => this.#linkListeners.delete(listener);
  };

  readonly dispose = (): void => {};
}

/** A refusal for answers in tests. */
export function refused(message: string, remedy: string): Result<never> {
  return fail({ kind: 'internal', message, remedy, detail: '' });
}

/** The fake clock as a window sees it. */
export function windowClockOf(clock: FakeClock): WindowClock {
  const after: WindowClock['after'] = (milliseconds, run) => {
    const timer = clock.after(milliseconds, run);
    return () => timer.dispose();
  };
  return {
    now: () => clock.now(),
    after,
    every(milliseconds, run) {
      let cancel: () => void;
      const arm = (): void => {
        cancel = after(milliseconds, () => {
          arm();
          run();
        });
      };
      arm();
      return () => cancel();
    },
  };
}

/** Storage that keeps texts for one test. */
export function keptInMemory(): KeptText & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    read: (key) => texts.get(key) ?? null,
    write: (key, text) => texts.set(key, text),
  };
}
