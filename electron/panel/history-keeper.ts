import { type Result, succeed } from '../../shared/failure.ts';
import type { RunId } from '../../shared/run-history.ts';
import {
  type RunForecast,
  type RunLimits,
  runsToRemove,
  type StoredRunSize,
} from '../../shared/run-retention.ts';
import { type Clock, delay, every } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import type { RunStore } from '../store/runs/run-store.ts';
import type { PreferenceFile } from './preference-file.ts';

/** After the start, so that it does not make the start slower. */
const firstMilliseconds = 30_000;
const dayMilliseconds = 24 * 3_600_000;

/*
 * Everything is done in small pieces with a pause after each, so that no machine's message waits for it. A piece takes 2 to 20 ms
 * on a slow disk with runs of an hour (test/bench/history.bench.ts).
 */
const pauseMilliseconds = 20;
const sizedAtOnce = 100;
const removedAtOnce = 5;
const pagesAtOnce = 250;

export interface HistoryKeeperOptions {
  readonly runs: Pick<RunStore, 'sizes' | 'remove' | 'giveBack'>;
  readonly clock: Clock;
  readonly limits: () => RunLimits;
  readonly log: (text: string) => void;
}

/**
 * Removes recorded runs beyond the limits a person chose, soon after the start and once a day, and gives the room they took back to
 * the disk. A run that is on stays.
 */
export class HistoryKeeper implements Disposable {
  readonly #options: HistoryKeeperOptions;
  readonly #scope = new DisposableStore();
  readonly #left = new Emitter<void>();
  #disposed = false;
  /** One thing after another: two at once would remove the same. */
  #work: Promise<void> = Promise.resolve();

  constructor(options: HistoryKeeperOptions) {
    this.#options = options;
    const { clock } = options;
    this.#scope.add(clock.after(firstMilliseconds, () => this.tidy()));
    this.#scope.add(every(clock, dayMilliseconds, () => this.tidy()));
  }

  /** What limits would remove now. */
  async forecast(limits: RunLimits): Promise<Result<RunForecast>> {
    const found = await this.#excess(limits);
    if (!found.ok) return found;
    const bytes = found.value.reduce((sum, run) => sum + run.bytes, 0);
    return succeed({ runs: found.value.length, bytes });
  }

  /** Does what the limits say, from now on, without anybody waiting. */
  tidy(): void {
    this.#after(async () => {
      const found = await this.#excess(this.#options.limits());
      if (!found.ok) return;
      const removed = await this.#remove(found.value.map(({ id }) => id));
      if (removed === 0) return;
      this.#options.log(`History: ${removed} runs beyond the chosen limits were removed`);
      await this.#giveBack();
    });
  }

  /** A run was removed: its room goes back to the disk. */
  giveBack(): void {
    this.#after(() => this.#giveBack());
  }

  dispose(): void {
    this.#disposed = true;
    this.#scope.dispose();
    this.#left.fire();
    this.#left.dispose();
  }

  #after(work: () => Promise<void>): void {
    this.#work = this.#work.then(() => (this.#disposed ? undefined : work()));
  }

  async #excess(limits: RunLimits): Promise<Result<readonly StoredRunSize[]>> {
    const all: StoredRunSize[] = [];
    if (limits.keepDays === null && limits.keepMegabytes === null) return succeed(all);
    for (let after = 0; ; ) {
      const piece = this.#options.runs.sizes(after, sizedAtOnce);
      if (!piece.ok) return piece;
      all.push(...piece.value);
      const last = piece.value.at(-1);
      if (last === undefined || piece.value.length < sizedAtOnce) break;
      after = last.number;
      await this.#pause();
    }
    return succeed(runsToRemove(all, limits, this.#options.clock.now()));
  }

  async #remove(ids: readonly RunId[]): Promise<number> {
    let removed = 0;
    for (const [index, id] of ids.entries()) {
      if (this.#disposed) break;
      // One that has begun to be recorded again meanwhile is refused, and stays.
      if (this.#options.runs.remove(id).ok) removed++;
      if ((index + 1) % removedAtOnce === 0) await this.#pause();
    }
    return removed;
  }

  async #giveBack(): Promise<void> {
    while (!this.#disposed) {
      const left = this.#options.runs.giveBack(pagesAtOnce);
      if (!left.ok || left.value === 0) return;
      await this.#pause();
    }
  }

  async #pause(): Promise<void> {
    if (!this.#disposed) await delay(this.#options.clock, pauseMilliseconds, this.#left.event);
  }
}

/** Keeps to the limits in the preferences, also once they change: the window has asked the person by then. */
export function keepHistory(
  { runs, preferences }: { readonly runs: RunStore; readonly preferences: PreferenceFile },
  { clock, log }: Pick<HistoryKeeperOptions, 'clock' | 'log'>,
): HistoryKeeper {
  const keeper = new HistoryKeeper({
    runs,
    clock,
    log,
    limits: () => preferences.current.history,
  });
  let known = preferences.current.history;
  preferences.onChange(({ history }) => {
    const { keepDays, keepMegabytes } = known;
    if (history.keepDays === keepDays && history.keepMegabytes === keepMegabytes) return;
    known = history;
    keeper.tidy();
  });
  return keeper;
}
