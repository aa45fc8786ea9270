import type { Acknowledgement, InterlockReason, Verdict } from '../../shared/action.ts';
import { assertNever } from '../../shared/assert-never.ts';

/** Whether a verdict lets an action pass, given what the person agreed to. */
export type Passage =
  | { readonly kind: 'pass' }
  | { readonly kind: 'refused'; readonly reason: InterlockReason }
  /** Nothing, too little, or another situation was acknowledged. */
  | { readonly kind: 'ask-again'; readonly reasons: readonly InterlockReason[] };

/** Holds an acknowledgement against the verdict of this moment. */
export function passes(
  verdict: Verdict,
  acknowledgement: Acknowledgement | null,
  machineName: string,
): Passage {
  switch (verdict.kind) {
    case 'allow':
      return { kind: 'pass' };
    case 'refuse':
      return { kind: 'refused', reason: verdict.reason };
    case 'confirm': {
      const codes = new Set(acknowledgement?.codes);
      const agreed =
        acknowledgement !== null &&
        acknowledgement.situation === verdict.situation &&
        verdict.reasons.every(({ code }) => codes.has(code)) &&
        (verdict.effort !== 'type-name' || acknowledgement.typedName.trim() === machineName);
      return agreed ? { kind: 'pass' } : { kind: 'ask-again', reasons: verdict.reasons };
    }
    default:
      return assertNever(verdict);
  }
}
