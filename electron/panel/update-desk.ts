import { type Failure, fail, type Result, succeed } from '../../shared/failure.ts';
import type { MachineSnapshot } from '../../shared/machine.ts';
import type { Preferences } from '../../shared/preferences.ts';
import type { UpdateState } from '../../shared/updates.ts';
import { type Clock, every } from '../base/clock.ts';
import { type Disposable, toDisposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { unfinishedIn } from './unfinished.ts';
import type { UpdateSource } from './update-source.ts';

const dayMilliseconds = 24 * 60 * 60_000;

export interface UpdateParts {
  readonly source: UpdateSource;
  readonly clock: Clock;
  readonly preferences: () => Preferences['updates'];
  readonly machines: () => readonly MachineSnapshot[];
  readonly log: (text: string) => void;
}

/**
 * Looks for newer versions when it was told to, and carries a person's wishes about them out: one step at a time, and never an
 * installation while a run is on or something is unfinished.
 */
export class UpdateDesk implements Disposable {
  readonly #parts: UpdateParts;
  readonly #changed = new Emitter<UpdateState>();
  #state: UpdateState;
  #daily: Disposable = toDisposable(() => {});
  #looking = false;

  readonly onChange = this.#changed.event;

  constructor(parts: UpdateParts) {
    this.#parts = parts;
    const { unavailable } = parts.source;
    this.#state =
      unavailable === null ? { kind: 'unknown' } : { kind: 'unavailable', reason: unavailable };
    this.preferencesChanged();
  }

  get state(): UpdateState {
    return this.#state;
  }

  /** Begins or ends looking once a day. */
  preferencesChanged(): void {
    const { look } = this.#parts.preferences();
    if (look === this.#looking || this.#state.kind === 'unavailable') return;
    this.#looking = look;
    this.#daily.dispose();
    if (!look) return;
    this.#daily = every(this.#parts.clock, dayMilliseconds, () => void this.check());
    void this.check();
  }

  /** Looks now. What is already being fetched or ready is kept. */
  async check(): Promise<Result<null>> {
    if (!this.#idle()) return succeed(null);
    this.#set({ kind: 'checking' });
    try {
      const offer = await this.#parts.source.check(this.#parts.preferences().channel);
      this.#set(
        offer === null
          ? { kind: 'newest', checkedAt: this.#parts.clock.now() }
          : { kind: 'offered', offer },
      );
      return succeed(null);
    } catch (error) {
      return this.#failed('QuantDeck could not look for a newer version.', error);
    }
  }

  async download(): Promise<Result<null>> {
    if (this.#state.kind !== 'offered') return succeed(null);
    const { offer } = this.#state;
    this.#set({ kind: 'downloading', offer, percent: 0 });
    try {
      await this.#parts.source.download((exact) => {
        const percent = Math.floor(exact);
        if (this.#state.kind === 'downloading' && percent !== this.#state.percent)
          this.#set({ kind: 'downloading', offer, percent });
      });
      this.#set({ kind: 'ready', offer });
      return succeed(null);
    } catch (error) {
      return this.#failed('The newer version could not be fetched.', error);
    }
  }

  /** Refused while a run is on or something is unfinished. */
  install(): Result<null> {
    if (this.#state.kind !== 'ready') return succeed(null);
    const reasons = busyWith(this.#parts.machines());
    if (reasons.length > 0)
      return fail({
        kind: 'busy',
        message: 'QuantDeck does not restart now.',
        remedy: `Install when this has ended: ${reasons.join('; ')}`,
        detail: '',
      });
    try {
      this.#parts.source.install();
      return succeed(null);
    } catch (error) {
      return this.#failed('The newer version could not be installed.', error);
    }
  }

  dispose(): void {
    this.#daily.dispose();
    this.#changed.dispose();
  }

  #idle(): boolean {
    const { kind } = this.#state;
    return kind === 'unknown' || kind === 'newest' || kind === 'offered' || kind === 'failed';
  }

  #failed(message: string, error: unknown): Result<null> {
    const failure: Failure = {
      kind: 'unreachable',
      message,
      remedy: 'Check the network, or bring the update as a file.',
      detail: error instanceof Error ? error.message : String(error),
    };
    this.#parts.log(`${message} ${failure.detail}`);
    this.#set({ kind: 'failed', failure });
    return fail(failure);
  }

  #set(state: UpdateState): void {
    this.#state = state;
    this.#changed.fire(state);
  }
}

/** What a restart would disturb: what is unfinished, and runs, which nobody would watch meanwhile. */
export function busyWith(machines: readonly MachineSnapshot[]): readonly string[] {
  return [
    ...unfinishedIn(machines),
    ...machines
      .filter(({ run }) => run.kind === 'active' || run.kind === 'paused')
      .map(({ settings }) => `${settings.name}: a run is on`),
  ];
}
