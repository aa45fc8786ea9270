import type { Body } from '../../scpi/value.ts';
import { UnexpectedReplyError } from '../unexpected-reply.ts';

/** One instrument command: what is written and how its answer is read, side by side. */
export interface InstrumentCommand<T> {
  readonly text: string;
  /** Throws `UnexpectedReplyError` when the answer is not what the instrument protocol says. */
  readonly read: (body: Body) => T;
}

export function command<T>(
  text: string,
  expected: string,
  read: (body: Body) => T | null,
): InstrumentCommand<T> {
  return {
    text,
    read(body) {
      const value = read(body);
      if (value === null) throw new UnexpectedReplyError(text, body.raw, expected);
      return value;
    },
  };
}

/** A command whose answer says nothing more than that it was done. */
export function order(text: string): InstrumentCommand<undefined> {
  return { text, read: () => undefined };
}
