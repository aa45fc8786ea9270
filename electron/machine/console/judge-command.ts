import { createHash } from 'node:crypto';
import { type AccessLevel, atLeast } from '../../../shared/access-level.ts';
import type { ConfirmEffort, InterlockReason, Verdict } from '../../../shared/action.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import {
  type CatalogueCommand,
  type Risk,
  riskWords,
} from '../../../shared/catalogue/command-entry.ts';
import type { ConsoleCommand } from '../../../shared/console.ts';
import { judge } from '../interlock.ts';
import { phaseOf, type Situation } from '../situation.ts';
import { type DisguisedAction, disguisedActions } from './disguised-actions.ts';

const efforts: readonly ConfirmEffort[] = ['confirm', 'hold', 'type-name'];

/** Reasons that fit into one question; more are gathered by their kind. */
const mostReasons = 12;

type Question = Extract<Verdict, { kind: 'confirm' }>;

/**
 * Judges a command typed by hand: by the interlocks of the actions it may carry out, as their buttons are, and by what
 * else it risks. What the machine itself refuses at the chosen level is not asked about.
 */
export function judgeCommand(
  { level, text }: Pick<ConsoleCommand, 'level' | 'text'>,
  situation: Situation,
): Verdict {
  const found = disguisedActions(text);
  const highest = found.some(mayChangeLevel) ? 'Full' : level;
  const verdicts = found
    .filter((each) => isPossible(each, highest))
    .map((each) => judgeFound(each, situation));
  const refusal = verdicts.find((verdict) => verdict.kind === 'refuse');
  if (refusal !== undefined) return refusal;
  const questions = verdicts.filter((verdict) => verdict.kind === 'confirm');
  if (questions.length === 0) return { kind: 'allow', note: null };
  const hardest = Math.max(...questions.map(({ effort }) => efforts.indexOf(effort)));
  const situations = [...new Set(questions.map((question) => question.situation))].join('&');
  // What was agreed to is this text in this situation, and no other.
  const digest = createHash('sha256').update(text).digest('hex');
  return {
    kind: 'confirm',
    effort: efforts[hardest] ?? 'confirm',
    reasons: reasonsOf(questions),
    situation: `${situations.slice(0, 400)}|${digest}`,
  };
}

/** Whether a text may change the access level of its connection: by itself, or by words that are not known yet. */
export function changesLevel(text: string): boolean {
  return disguisedActions(text).some(mayChangeLevel);
}

/** Whether a text may change what this connection hears. */
export function changesSubscriptions(text: string): boolean {
  return disguisedActions(text).some(
    (found) => found.kind === 'risk' && found.command.risks.includes('connection'),
  );
}

function mayChangeLevel(found: DisguisedAction): boolean {
  switch (found.kind) {
    case 'expression':
    case 'unreadable':
    case 'unchecked':
      return true;
    case 'action':
      return false;
    case 'risk':
      return found.command.risks.some((risk) => risk === 'access' || risk === 'expression');
    default:
      return assertNever(found);
  }
}

function isPossible(found: DisguisedAction, level: AccessLevel): boolean {
  if (found.kind !== 'action' && found.kind !== 'risk') return true;
  return atLeast(level, found.command.level) || !found.command.verified;
}

function judgeFound(found: DisguisedAction, situation: Situation): Verdict {
  switch (found.kind) {
    case 'action': {
      const verdict = judge(found.action, situation);
      if (verdict.kind === 'refuse') return verdict;
      // A button says what it does; a typed word may be a slip.
      const risk = riskQuestion(found.command, situation);
      return verdict.kind === 'allow'
        ? risk
        : { ...verdict, reasons: [...verdict.reasons, ...risk.reasons] };
    }
    case 'risk':
      return riskQuestion(found.command, situation);
    case 'expression':
      return ask('expression', 'expression', riskWords.expression.consequence);
    case 'unchecked':
      return {
        kind: 'refuse',
        reason: {
          code: 'unchecked',
          text: 'There is more in this command than can be checked for what it does.',
        },
        instead: 'Send it in parts.',
      };
    case 'unreadable':
      return ask(
        'unreadable',
        `unreadable|${situation.run.kind}`,
        `“${found.word}” is filled in by the machine and may turn into any command, also one that disturbs a run.`,
      );
    default:
      return assertNever(found);
  }
}

function riskQuestion(command: CatalogueCommand, situation: Situation): Question {
  const { name, consequence } = command;
  const [risk] = command.risks as readonly [Risk, ...Risk[]];
  const words = consequence ?? riskWords[risk].consequence;
  // A program may do anything to a run that is on, or may be.
  const isDelicate = risk === 'shell' && phaseOf(situation).kind !== 'idle';
  const phase = isDelicate ? phaseOf(situation).kind : '';
  return {
    ...ask(`${risk}:${name}`, `${risk}${phase}`, `${name}: ${words}`),
    effort: isDelicate ? 'type-name' : 'confirm',
  };
}

function ask(code: string, situation: string, text: string): Question {
  return { kind: 'confirm', effort: 'confirm', reasons: [{ code, text }], situation };
}

/** Each reason once; of very many, one a kind. */
function reasonsOf(questions: readonly Question[]): readonly InterlockReason[] {
  const reasons = new Map<string, InterlockReason>();
  for (const each of questions) for (const reason of each.reasons) reasons.set(reason.code, reason);
  if (reasons.size <= mostReasons) return [...reasons.values()];
  const kinds = new Map<string, InterlockReason>();
  for (const { code, text } of reasons.values()) {
    const kind = code.split(':', 1)[0] ?? code;
    if (!kinds.has(kind)) kinds.set(kind, { code: kind, text: `${text} And more of that kind.` });
  }
  return [...kinds.values()];
}
