import { assertNever } from '../../../shared/assert-never.ts';
import type { CloseCause } from '../../scpi/session-types.ts';
import { explain } from '../failure-words.ts';

/** Says how a connection ended, for its mark in the transcript. */
export function endSentence(cause: CloseCause): string {
  switch (cause.kind) {
    case 'left':
      return cause.acknowledged
        ? 'QuantDeck left, and the machine agreed.'
        : 'QuantDeck left; the machine did not confirm it in time.';
    case 'disposed':
      return 'QuantDeck dropped this connection.';
    case 'error':
      return explain(cause.error).message;
    default:
      return assertNever(cause);
  }
}
