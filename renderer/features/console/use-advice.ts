import { useEffect, useState } from 'react';
import type { AccessLevel } from '../../../shared/access-level.ts';
import type { Verdict } from '../../../shared/action.ts';
import type { MachineId } from '../../../shared/units.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import { useAsk, useServices } from '../../stores/use-services.ts';

/** What is said about a command while it is typed. */
export type Advice =
  | { readonly kind: 'none' }
  /** It would be asked about before it is sent. */
  | { readonly kind: 'question'; readonly reasons: readonly string[] }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };

/** Typing pauses this long before main is asked. */
const pauseMilliseconds = 200;

/** Asks main what it thinks of a command as it is being typed. It never decides anything: sending asks again. */
export function useAdvice(machineId: MachineId, text: string, level: AccessLevel): Advice {
  const ask = useAsk();
  const { clock } = useServices();
  const [judged, setJudged] = useState<{ readonly of: string; readonly verdict: Verdict } | null>(
    null,
  );
  const command = text.trim();
  const of = `${level} ${command}`;
  useEffect(() => {
    if (command === '') return undefined;
    let gone = false;
    const judge = async (): Promise<void> => {
      const answer = await ask('console.judge', { machineId, text: command, level });
      if (!gone && answer.ok) setJudged({ of, verdict: answer.value });
    };
    const cancel = clock.after(pauseMilliseconds, () => {
      void judge();
    });
    return () => {
      gone = true;
      cancel();
    };
  }, [ask, clock, machineId, command, level, of]);
  return judged === null || judged.of !== of ? { kind: 'none' } : adviceOf(judged.verdict);
}

function adviceOf(verdict: Verdict): Advice {
  switch (verdict.kind) {
    case 'allow':
      return { kind: 'none' };
    case 'confirm':
      return { kind: 'question', reasons: verdict.reasons.map(({ text }) => text) };
    case 'refuse': {
      const { reason, instead } = verdict;
      return {
        kind: 'refused',
        reasons: instead === null ? [reason.text] : [reason.text, instead],
      };
    }
    default:
      return assertNever(verdict);
  }
}
