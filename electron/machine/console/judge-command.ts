import { atLeast } from '../../../shared/access-level.ts';
import type { ConfirmEffort, InterlockReason, Verdict } from '../../../shared/action.ts';
import type { ConsoleCommand } from '../../../shared/console.ts';
import { type DisguisedAction, disguisedActions } from './disguised-actions.ts';
import { judge } from '../interlock.ts';
import type { Situation } from '../situation.ts';

const efforts: readonly ConfirmEffort[] = ['confirm', 'hold', 'type-name'];

/**
 * Judges a command typed by hand by the actions it may carry out, with the same interlocks as the buttons. Below
 * Controller the machine itself refuses every action.
 */
export function judgeCommand(
  { level, text }: Pick<ConsoleCommand, 'level' | 'text'>,
  situation: Situation,
): Verdict {
  if (!atLeast(level, 'Controller')) return allow;
  const verdicts = disguisedActions(text).map((found) => judgeFound(found, situation));
  const refusal = verdicts.find((verdict) => verdict.kind === 'refuse');
  if (refusal !== undefined) return refusal;
  const questions = verdicts.filter((verdict) => verdict.kind === 'confirm');
  if (questions.length === 0) return allow;
  const reasons = new Map<string, InterlockReason>();
  for (const question of questions)
    for (const reason of question.reasons) reasons.set(reason.code, reason);
  const hardest = Math.max(...questions.map(({ effort }) => efforts.indexOf(effort)));
  return {
    kind: 'confirm',
    effort: efforts[hardest] ?? 'confirm',
    reasons: [...reasons.values()],
    // What was agreed to is this text in this situation, and no other.
    situation: `${questions.map((question) => question.situation).join('&')}|${text}`.slice(0, 500),
  };
}

const allow: Verdict = { kind: 'allow', note: null };

function judgeFound(found: DisguisedAction, situation: Situation): Verdict {
  if (found.kind === 'action') return judge(found.action, situation);
  return {
    kind: 'confirm',
    effort: 'confirm',
    reasons: [
      {
        code: 'unreadable',
        text: `“${found.word}” is filled in by the machine and may turn into any command, also one that disturbs a run.`,
      },
    ],
    situation: `unreadable|${situation.run.kind}`,
  };
}
