import type { ConsoleLine } from '../../shared/console.ts';
import { instant } from './renderer-fixtures.ts';

/** A line of a transcript; its time follows from its number. */
export function consoleLine(
  sequence: number,
  kind: ConsoleLine['kind'],
  text: string,
  more: Partial<ConsoleLine> = {},
): ConsoleLine {
  const topic = kind === 'message' ? (text.split(' ', 1)[0] ?? '') : null;
  return {
    sequence,
    at: instant(Date.UTC(2026, 0, 1) + sequence),
    kind,
    origin: kind === 'message' ? 'machine' : 'console',
    session: null,
    ident: null,
    topic,
    text,
    clipped: false,
    byteLength: text.length,
    durationMilliseconds: null,
    ...more,
  };
}

/** Lines with numbers from `first` on: a command and its reply by turns. */
export function exchanges(first: number, count: number): readonly ConsoleLine[] {
  return Array.from({ length: count }, (_, index) =>
    (first + index) % 2 === 1
      ? consoleLine(first + index, 'command', `POW? ${first + index}`)
      : consoleLine(first + index, 'ok', `ON ${first + index}`),
  );
}
