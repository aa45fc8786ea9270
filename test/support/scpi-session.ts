import { Session } from '../../electron/scpi/session.ts';
import type {
  SessionClosed,
  SessionOptions,
  UnmatchedMessage,
  WireRecord,
} from '../../electron/scpi/session-types.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeTransport } from './scpi-fake-transport.ts';
import { unwire } from './scpi-splits.ts';

export const greetingLine =
  'READy -session=474800 -product=QuantStudio3_5 -version=1.3.0 -build=001 -capabilities=Index\n';

/** What a promise has come to so far. */
export type Outcome<T> = { readonly value: T } | { readonly error: Error } | 'waiting';

/** Follows a promise so that a test can ask what it has come to without waiting for it. */
export function follow<T>(promise: Promise<T>): { outcome: Outcome<T> } {
  const followed: { outcome: Outcome<T> } = { outcome: 'waiting' };
  const settleWith = (outcome: Outcome<T>): void => {
    followed.outcome = outcome;
  };
  promise.then(
    (value) => settleWith({ value }),
    (error: Error) => settleWith({ error }),
  );
  return followed;
}

/** A session that has been greeted over a fake transport, and everything it has told. */
export interface SessionBench {
  readonly clock: FakeClock;
  readonly transport: FakeTransport;
  readonly session: Session;
  readonly records: WireRecord[];
  readonly topics: string[];
  readonly unmatched: UnmatchedMessage[];
  readonly closed: SessionClosed[];
  readonly listenerErrors: unknown[];
}

export async function openBench(options: Partial<SessionOptions> = {}): Promise<SessionBench> {
  const clock = new FakeClock();
  const transport = new FakeTransport();
  const records: WireRecord[] = [];
  const topics: string[] = [];
  const unmatched: UnmatchedMessage[] = [];
  const closed: SessionClosed[] = [];
  const listenerErrors: unknown[] = [];
  const opening = Session.open(transport, {
    clock,
    listeners: {
      wire: (record) => records.push(record),
      message: ({ topic, body }) => topics.push(`${topic} ${body.raw}`),
      unmatched: (message) => unmatched.push(message),
      closed: (event) => closed.push(event),
    },
    onListenerError: (error) => listenerErrors.push(error),
    ...options,
  });
  transport.say(greetingLine);
  const session = await opening;
  return { clock, transport, session, records, topics, unmatched, closed, listenerErrors };
}

/** Wire records as `> text` and `< text`. */
export function transcript(records: readonly WireRecord[]): readonly string[] {
  return records.map(
    ({ direction, bytes }) => `${direction === 'sent' ? '>' : '<'} ${unwire(bytes)}`,
  );
}
