import { NativeSelect } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Failure } from '../../../shared/failure.ts';
import type { RunForecast, RunLimits, RunUsage } from '../../../shared/run-retention.ts';
import { formatBytes } from '../../format/size.ts';
import { useServices, usePanel } from '../../stores/use-services.ts';
import { speak } from '../../ui/announcer.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, dialogClasses } from '../../ui/dialog.tsx';
import { Note } from '../../ui/words.tsx';
import { daysWords, runsWords, sinceWords, sizeWords } from './history-words.ts';
import classes from './settings.module.css';

const dayChoices = [30, 90, 180, 365, 730, 1_825];
const sizeChoices = [100, 500, 1_000, 5_000, 20_000];
/** How often what is on disk is looked at while this page is seen. */
const refreshMilliseconds = 5_000;

/** How long recorded runs are kept. Nothing is removed before it was said how much, and agreed to. */
export function HistorySettings() {
  const { bridge, clock } = useServices();
  const limits = usePanel((state) => state.replica?.preferences.history ?? null);
  const [usage, setUsage] = useState<RunUsage | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  useEffect(() => {
    let left = false;
    const read = async (): Promise<void> => {
      const answer = await bridge.ask('runs.usage', {});
      if (!left && answer.ok) setUsage(answer.value);
    };
    void read();
    const end = clock.every(refreshMilliseconds, () => void read());
    return () => {
      left = true;
      end();
    };
  }, [bridge, clock]);

  if (limits === null) return null;
  const change = async (wanted: RunLimits): Promise<void> => {
    const answer = await bridge.ask('preferences.change', { history: wanted });
    setFailure(answer.ok ? null : answer.failure);
    setQuestion(null);
    if (answer.ok) speak('Saved');
  };
  const choose = async (wanted: RunLimits): Promise<void> => {
    const forecast = await bridge.ask('runs.forecast', { limits: wanted });
    if (!forecast.ok) setFailure(forecast.failure);
    else if (forecast.value.runs === 0) await change(wanted);
    else setQuestion({ wanted, forecast: forecast.value });
  };
  return (
    <section className={classes['panel']} aria-labelledby="history-settings">
      <h2 id="history-settings">History</h2>
      <p>
        <output>{usage === null ? 'Looking at what is on disk…' : usageWords(usage)}</output>
      </p>
      <div className={classes['pair']}>
        <NativeSelect
          label="Keep runs for"
          value={limits.keepDays ?? ''}
          data={choices(dayChoices, limits.keepDays, 'As long as there is room', daysWords)}
          onChange={(event) =>
            void choose({ ...limits, keepDays: chosen(event.currentTarget.value) })
          }
        />
        <NativeSelect
          label="Use at most"
          value={limits.keepMegabytes ?? ''}
          data={choices(sizeChoices, limits.keepMegabytes, 'Any size', sizeWords)}
          onChange={(event) =>
            void choose({ ...limits, keepMegabytes: chosen(event.currentTarget.value) })
          }
        />
      </div>
      <p>
        Older runs go first, once a day. A run that is on always stays. Nothing is removed before
        this page has asked.
      </p>
      {failure !== null && (
        <Note tone="err">
          <span role="alert">
            <b>{failure.message}</b> {failure.remedy}
          </span>
        </Note>
      )}
      {question !== null && (
        <RemovalQuestion
          question={question}
          onAgree={() => void change(question.wanted)}
          onClose={() => setQuestion(null)}
        />
      )}
    </section>
  );
}

interface Question {
  readonly wanted: RunLimits;
  readonly forecast: RunForecast;
}

interface RemovalQuestionProps {
  readonly question: Question;
  readonly onAgree: () => void;
  readonly onClose: () => void;
}

function RemovalQuestion({ question, onAgree, onClose }: RemovalQuestionProps) {
  const { runs, bytes } = question.forecast;
  return (
    <Dialog
      title={`Remove ${runsWords(runs)} now?`}
      icon="attention"
      tone="warn"
      onClose={onClose}
      footer={
        <>
          <Button emphasis="filled" takesFocus onPress={onClose}>
            Keep them
          </Button>
          <span className={dialogClasses['push']} />
          <Button emphasis="danger" onPress={onAgree}>
            {`Remove ${runsWords(runs)}`}
          </Button>
        </>
      }
    >
      <p>
        {runsWords(runs)} ({formatBytes(bytes)}) {runs === 1 ? 'is' : 'are'} beyond what you chose.
        Removed runs cannot be brought back: export what you want to keep first.
      </p>
      <p>
        From then on, runs are removed by themselves as they get beyond it. Nothing changes on the
        machines.
      </p>
    </Dialog>
  );
}

function usageWords({ runs, bytes, oldest }: RunUsage): string {
  const size = `${formatBytes(bytes)} on disk`;
  return oldest === null
    ? `No runs yet, ${size}.`
    : `${runsWords(runs)} since ${sinceWords(oldest)}, ${size}.`;
}

/** The usual choices, and the one that is in force if it is another. */
function choices(
  usual: readonly number[],
  current: number | null,
  none: string,
  words: (value: number) => string,
): { readonly value: string; readonly label: string }[] {
  const values = current === null || usual.includes(current) ? usual : [...usual, current];
  return [
    { value: '', label: none },
    ...values
      .toSorted((a, b) => a - b)
      .map((value) => ({ value: String(value), label: words(value) })),
  ];
}

function chosen(value: string): number | null {
  return value === '' ? null : Number(value);
}
