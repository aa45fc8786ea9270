import { useEffect, useState } from 'react';
import type { RunSummary } from '../../../shared/run-history.ts';
import type { MachineId } from '../../../shared/units.ts';
import { formatMoment } from '../../format/time.ts';
import { routeHref } from '../../stores/router.ts';
import { useAsk, useNow } from '../../stores/use-services.ts';
import { runOutcomeLook, runTitle } from '../history/history-model.ts';
import classes from './machine.module.css';

/** What ran last on a machine without a run, as this workstation recorded it; nothing where there is no record. */
export function LastRun({ machineId }: { readonly machineId: MachineId }) {
  const ask = useAsk();
  const now = useNow();
  const [summary, setSummary] = useState<RunSummary | null>(null);
  useEffect(() => {
    let left = false;
    const read = async (): Promise<void> => {
      const page = await ask('runs.list', { machineIds: [machineId], limit: 1 });
      if (!left) setSummary(page.ok ? (page.value.runs[0] ?? null) : null);
    };
    void read();
    return () => {
      left = true;
    };
  }, [ask, machineId]);
  if (summary === null) return null;
  const title = runTitle(summary);
  return (
    <p className={classes['lastRun']}>
      Last run:{' '}
      <a href={routeHref({ kind: 'history', id: summary.id })} title={title}>
        {title}
      </a>
      <span>{` · ${endWords(summary)} ${formatMoment(summary.end?.at ?? summary.observedTo, now)}`}</span>
    </p>
  );
}

/** How it ended; where nobody saw that, the time is when it was last seen. */
function endWords(summary: RunSummary): string {
  const { word } = runOutcomeLook(summary);
  return summary.end === null || summary.end.ending === 'unknown' ? `${word}, last seen` : word;
}
