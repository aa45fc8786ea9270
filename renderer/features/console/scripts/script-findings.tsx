import { parseScript } from '../../../../shared/script/parse-script.ts';
import type { ScriptProblem } from '../../../../shared/script/script.ts';
import type { ScriptCheck, ScriptRisk } from '../../../../shared/scripts.ts';
import { formatDuration } from '../../../format/duration.ts';
import { classNames } from '../../../ui/button.tsx';
import classes from './scripts.module.css';

/** What is wrong with a script as it is typed. */
export function problemsOf(text: string): readonly ScriptProblem[] {
  const reading = parseScript(text);
  return reading.ok ? [] : reading.problems;
}

interface ScriptFindingsProps {
  readonly problems: readonly ScriptProblem[];
  /** What a dry run found; null before one, or where the text has changed since. */
  readonly check: ScriptCheck | null;
  readonly onGoTo: (line: number) => void;
}

/** Mistakes, or what the script would do, line by line. */
export function ScriptFindings({ problems, check, onGoTo }: ScriptFindingsProps) {
  if (problems.length > 0)
    return (
      <div className={classes['problems']} role="alert">
        {problems.map(({ line, column, message }) => (
          <button
            key={`${line} ${column} ${message}`}
            type="button"
            className={classes['problem']}
            onClick={() => onGoTo(line)}
          >
            <b>Line {line}</b>
            {message}
          </button>
        ))}
      </div>
    );
  if (check === null) return null;
  return (
    <section aria-label="Dry run" className={classes['problems']}>
      <p>
        {check.steps === 1 ? '1 step' : `${check.steps.toLocaleString('en')} steps`}
        {check.waitSeconds > 0 && `, ${formatDuration(check.waitSeconds)} of waiting`}. Nothing was
        sent. {check.risks.length === 0 ? 'Nothing in it is risky.' : 'It would ask about:'}
      </p>
      {check.risks.map((risk) => (
        <button
          key={`${risk.line} ${risk.command}`}
          type="button"
          className={classNames(classes['problem'], classes['risk'])}
          onClick={() => onGoTo(risk.line)}
        >
          <b>Line {risk.line}</b>
          <span>
            <code>{risk.command}</code> as {risk.level}. {riskWords(risk)}
          </span>
        </button>
      ))}
    </section>
  );
}

function riskWords({ verdict }: ScriptRisk): string {
  if (verdict.kind === 'confirm') return verdict.reasons.map(({ text }) => text).join(' ');
  return verdict.kind === 'refuse' ? `Refused as things are now: ${verdict.reason.text}` : '';
}
