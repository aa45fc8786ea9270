import { useState } from 'react';
import type { AlertPreferences } from '../../../shared/alert-preferences.ts';
import type { Failure } from '../../../shared/failure.ts';
import { useAsk, usePanel } from '../../stores/use-services.ts';

export interface AlertChoices {
  readonly current: AlertPreferences;
  readonly change: (part: Partial<AlertPreferences>) => void;
  /** Why the last change was not kept; null if it was. */
  readonly failure: Failure | null;
}

/** What is chosen for alerts, with changes that are on their way to main; null before the first view. */
export function useAlertPreferences(): AlertChoices | null {
  const ask = useAsk();
  const kept = usePanel((state) => state.replica?.preferences.alerts ?? null);
  // Main answers a moment later with the whole section: a second press before that must not undo the first.
  const [wanted, setWanted] = useState<{ from: AlertPreferences; to: AlertPreferences } | null>(
    null,
  );
  const [failure, setFailure] = useState<Failure | null>(null);
  if (kept === null) return null;
  const current = wanted !== null && wanted.from === kept ? wanted.to : kept;
  const change = async (part: Partial<AlertPreferences>): Promise<void> => {
    const to = { ...current, ...part };
    setWanted({ from: kept, to });
    const answer = await ask('preferences.change', { alerts: to });
    setFailure(answer.ok ? null : answer.failure);
    if (!answer.ok) setWanted(null);
  };
  return { current, failure, change: (part) => void change(part) };
}
