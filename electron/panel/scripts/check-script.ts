import { createHash } from 'node:crypto';
import type { ConfirmEffort, InterlockReason, Verdict } from '../../../shared/action.ts';
import type { ConsoleCommand } from '../../../shared/console.ts';
import { countSteps, parseScript } from '../../../shared/script/parse-script.ts';
import type { Script } from '../../../shared/script/script.ts';
import { unrollScript } from '../../../shared/script/unroll-script.ts';
import type { ScriptCheck, ScriptRisk } from '../../../shared/scripts.ts';
import { maskSecrets } from '../../scpi/secrets.ts';

type Judge = (command: Pick<ConsoleCommand, 'level' | 'text'>) => Verdict;

/** Risks listed in full; of the others only what they ask is kept. */
const mostRisks = 200;
/** Codes that an acknowledgement can name. */
const mostCodes = 20;

const efforts: readonly ConfirmEffort[] = ['confirm', 'hold', 'type-name'];

export type CheckedScript =
  | { readonly ok: true; readonly script: Script; readonly check: ScriptCheck }
  | { readonly ok: false; readonly check: ScriptCheck };

/** Reads a script and holds each of its commands against the interlocks as they stand, without sending anything. */
export function checkScript(text: string, judge: Judge): CheckedScript {
  const reading = parseScript(text);
  if (!reading.ok) {
    const { problems } = reading;
    return { ok: false, check: { problems, steps: 0, waitSeconds: 0, risks: [], verdict: broken } };
  }
  const { script } = reading;
  const { risks, waitSeconds } = walk(script, judge);
  return {
    ok: true,
    script,
    check: {
      problems: [],
      steps: countSteps(script.steps),
      waitSeconds,
      risks: risks.slice(0, mostRisks),
      verdict: together(text, risks),
    },
  };
}

function walk(
  script: Script,
  judge: Judge,
): { readonly risks: readonly ScriptRisk[]; readonly waitSeconds: number } {
  const risks: ScriptRisk[] = [];
  const judged = new Set<string>();
  let milliseconds = 0;
  for (const step of unrollScript(script)) {
    if (step.kind === 'wait') milliseconds += step.milliseconds;
    if (step.kind !== 'command') continue;
    const { line, text, level } = step;
    const key = `${level} ${text}`;
    if (judged.has(key)) continue;
    judged.add(key);
    const verdict = judge({ text, level });
    if (verdict.kind !== 'allow')
      risks.push({ line, command: maskSecrets(text).slice(0, 500), level, verdict });
  }
  return { risks, waitSeconds: milliseconds / 1_000 };
}

const broken: Verdict = {
  kind: 'refuse',
  reason: { code: 'script', text: 'The script has mistakes, so it cannot be run.' },
  instead: null,
};

/** One question for the whole script: every reason once, the hardest effort, bound to this text. */
function together(text: string, risks: readonly ScriptRisk[]): Verdict {
  const reasons = new Map<string, InterlockReason>();
  let hardest = 0;
  for (const { verdict } of risks) {
    if (verdict.kind === 'confirm') {
      hardest = Math.max(hardest, efforts.indexOf(verdict.effort));
      for (const reason of verdict.reasons) reasons.set(reason.code, reason);
    }
    if (verdict.kind === 'refuse')
      reasons.set(`later:${verdict.reason.code}`, {
        code: `later:${verdict.reason.code}`,
        text: `Refused as things are now, and decided again at its turn: ${verdict.reason.text}`,
      });
  }
  if (reasons.size === 0) return { kind: 'allow', note: null };
  const asked = [...reasons.values()];
  const codes = asked.map(({ code }) => code).join();
  return {
    kind: 'confirm',
    effort: efforts[hardest] ?? 'confirm',
    reasons: asked.length <= mostCodes ? asked : gathered(asked),
    situation: `script|${createHash('sha256').update(`${codes}|${text}`).digest('hex')}`,
  };
}

/** Very many reasons as one, which names them all: they are agreed to together. */
function gathered(reasons: readonly InterlockReason[]): readonly InterlockReason[] {
  return [
    {
      code: everything,
      text: `This script does ${reasons.length} kinds of risky things: ${reasons.map(({ text }) => text).join(' ')}`,
    },
  ];
}

/** Stands for all reasons of a script that has too many to name. */
const everything = 'script:everything';

/** The codes of single commands that agreeing to a script covers. */
export function coveredCodes({ risks }: ScriptCheck): ReadonlySet<string> {
  return new Set(
    risks.flatMap(({ verdict }) =>
      verdict.kind === 'confirm' ? verdict.reasons.map(({ code }) => code) : [],
    ),
  );
}
