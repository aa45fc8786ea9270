import type { Acknowledgement, Verdict } from '../../shared/action.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { Failure } from '../../shared/failure.ts';
import { passes } from './passage.ts';

/** Why a verdict does not let something pass, given what the person agreed to; null if it does. */
export function objectionTo(
  verdict: Verdict,
  acknowledgement: Acknowledgement | null,
  machineName: string,
): Failure | null {
  const passage = passes(verdict, acknowledgement, machineName);
  switch (passage.kind) {
    case 'pass':
      return null;
    case 'refused':
      return {
        kind: 'interlock',
        message: passage.reason.text,
        remedy: 'Nothing was sent to the machine.',
        detail: passage.reason.code,
      };
    case 'ask-again':
      return {
        kind: 'situation-changed',
        message:
          acknowledgement === null
            ? 'This needs your confirmation first.'
            : 'The situation changed before this was sent, so it was not sent.',
        remedy: passage.reasons.map(({ text }) => text).join(' '),
        detail: passage.reasons.map(({ code }) => code).join(','),
      };
    default:
      return assertNever(passage);
  }
}
