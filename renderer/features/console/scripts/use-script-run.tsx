import { type ReactNode, useState } from 'react';
import type { Acknowledgement, Verdict } from '../../../../shared/action.ts';
import { assertNever } from '../../../../shared/assert-never.ts';
import type { Failure } from '../../../../shared/failure.ts';
import type { MachineSnapshot } from '../../../../shared/machine.ts';
import type { ScriptCheck } from '../../../../shared/scripts.ts';
import { useAsk } from '../../../stores/use-services.ts';
import { CommandQuestion } from '../command-question.tsx';

interface AskedScript {
  readonly name: string;
  readonly text: string;
  readonly check: ScriptCheck;
  readonly verdict: Extract<Verdict, { kind: 'confirm' }>;
}

export interface ScriptRunner {
  /** Finds out what a script would do. Sends nothing. */
  readonly check: (text: string) => Promise<void>;
  /** Checks a script, asks what it asks, and starts it. */
  readonly run: (name: string, text: string) => Promise<void>;
  /** What the last check found, and of which text. */
  readonly checked: { readonly text: string; readonly check: ScriptCheck } | null;
  readonly failure: Failure | null;
  readonly question: ReactNode;
}

/** The one way from the window to a running script: checked, agreed to once, started. */
export function useScriptRun(snapshot: MachineSnapshot): ScriptRunner {
  const machineId = snapshot.id;
  const ask = useAsk();
  const [checked, setChecked] = useState<ScriptRunner['checked']>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [asked, setAsked] = useState<AskedScript | null>(null);

  const look = async (text: string): Promise<ScriptCheck | null> => {
    const answer = await ask('scripts.check', { machineId, text });
    setFailure(answer.ok ? null : answer.failure);
    setChecked(answer.ok ? { text, check: answer.value } : null);
    return answer.ok ? answer.value : null;
  };

  const start = async (
    name: string,
    text: string,
    acknowledgement: Acknowledgement | null,
  ): Promise<void> => {
    setAsked(null);
    const answer = await ask('scripts.run', { machineId, name, text, acknowledgement });
    setFailure(answer.ok ? null : answer.failure);
  };

  const run = async (name: string, text: string): Promise<void> => {
    const check = await look(text);
    if (check === null || check.problems.length > 0) return;
    const { verdict } = check;
    switch (verdict.kind) {
      case 'allow':
        await start(name, text, null);
        break;
      case 'confirm':
        setAsked({ name, text, check, verdict });
        break;
      case 'refuse':
        setFailure({
          kind: 'interlock',
          message: verdict.reason.text,
          remedy: verdict.instead ?? '',
          detail: '',
        });
        break;
      default:
        assertNever(verdict);
    }
  };

  return {
    check: async (text) => void (await look(text)),
    run,
    checked,
    failure,
    question: asked !== null && (
      <CommandQuestion
        snapshot={snapshot}
        what="script"
        command={riskyLines(asked.check)}
        verdict={asked.verdict}
        onSend={(acknowledgement) => void start(asked.name, asked.text, acknowledgement)}
        onClose={() => setAsked(null)}
      />
    ),
  };
}

const shownLines = 8;

function riskyLines({ risks, steps }: ScriptCheck): string {
  const lines = risks
    .slice(0, shownLines)
    .map(({ line, command, level }) => `${line}: ${command} (${level})`);
  const more = risks.length - shownLines;
  return [
    ...(lines.length === 0 ? [`${steps} steps`] : lines),
    ...(more > 0 ? [`… and ${more} more`] : []),
  ].join('\n');
}
