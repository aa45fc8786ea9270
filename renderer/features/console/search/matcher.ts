import type { WindowClock } from '../../../clock.ts';
import type { Pattern, Ranges } from './pattern.ts';

export type GoodPattern = Extract<Pattern, { ok: true }>;

export interface MatchRequest {
  readonly source: string;
  readonly flags: string;
  readonly texts: readonly string[];
}

/** For each text where it matched, null where it did not. */
export type MatchAnswer = readonly (Ranges | null)[];

/** Matches texts without ever holding up the window. */
export interface Matcher {
  /** Answers null if it took too long or was cancelled. One request at a time. */
  match(pattern: GoodPattern, texts: readonly string[]): Promise<MatchAnswer | null>;
  /** Ends what is under way. */
  cancel(): void;
  dispose(): void;
}

/** An expression that needs longer than this for one batch of lines is given up. */
const batchLimitMilliseconds = 2_000;

const graceMilliseconds = 100;

/** Matches in a worker, which is ended and made anew when an expression runs away. */
export function workerMatcher(clock: WindowClock): Matcher {
  let worker: Worker | null = null;
  let end: ((answer: MatchAnswer | null) => void) | null = null;

  const stop = (): void => {
    worker?.terminate();
    worker = null;
    end?.(null);
  };

  return {
    match(pattern, texts) {
      worker ??= new Worker(new URL('./search-worker.ts', import.meta.url), { type: 'module' });
      const busy = worker;
      return new Promise((resolve) => {
        // The answer may be waiting behind a busy moment of the window itself: it is let through first.
        let inTime = clock.after(batchLimitMilliseconds, () => {
          inTime = clock.after(graceMilliseconds, stop);
        });
        const onMessage = ({ data }: MessageEvent<MatchAnswer>): void => end?.(data);
        end = (answer) => {
          end = null;
          inTime();
          busy.removeEventListener('message', onMessage);
          resolve(answer);
        };
        busy.addEventListener('message', onMessage);
        // A worker that cannot even start must not look like one that is still searching.
        busy.addEventListener('error', stop, { once: true });
        const request: MatchRequest = { source: pattern.source, flags: pattern.flags, texts };
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's postMessage takes none
        busy.postMessage(request);
      });
    },
    cancel() {
      if (end !== null) stop();
    },
    dispose: stop,
  };
}
