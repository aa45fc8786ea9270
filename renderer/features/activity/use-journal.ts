import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { machinesInOrder } from '../../stores/panel-selectors.ts';
import type { PanelState } from '../../stores/panel-state.ts';
import { useServices } from '../../stores/use-services.ts';
import { activitySignature } from './activity-model.ts';
import { createJournalReader, type JournalReader, type JournalState } from './journal-reader.ts';
import type { Selection } from './selection.ts';

/** How often the list is read again while it is seen. Actions of the machines do so at once. */
const refreshMilliseconds = 5_000;

/** Follows the journal for as long as the view is there. A null selection leaves the list as it is. */
export function useJournal(
  selection: Selection | null,
): JournalState & Pick<JournalReader, 'refresh' | 'loadOlder'> {
  const { bridge, clock, panel } = useServices();
  const [reader] = useState(() => createJournalReader(bridge.ask));
  const state = useStore(reader.store);
  const key = selection === null ? null : JSON.stringify(selection);

  useEffect(() => {
    if (key !== null) reader.select(JSON.parse(key) as Selection);
  }, [reader, key]);

  useEffect(() => {
    let known = reasonToRead(panel.getState());
    return panel.subscribe((after) => {
      const reason = reasonToRead(after);
      if (reason === known) return;
      known = reason;
      if (after.link.kind === 'up') reader.refresh();
    });
  }, [reader, panel]);

  useEffect(
    () =>
      clock.every(refreshMilliseconds, () => {
        const seen = document.visibilityState !== 'hidden';
        if (seen && panel.getState().link.kind === 'up') reader.refresh();
      }),
    [reader, clock, panel],
  );

  return useMemo(
    () => ({ ...state, refresh: reader.refresh, loadOlder: reader.loadOlder }),
    [state, reader],
  );
}

/** Another text whenever the journal is likely to have changed. */
function reasonToRead(state: PanelState): string {
  return `${state.link.kind} ${activitySignature(machinesInOrder(state))}`;
}

/** A value once it has stood still for a moment, so that typing does not ask at each letter. */
export function useSettled<T>(value: T, milliseconds: number): T {
  const { clock } = useServices();
  const [settled, setSettled] = useState(value);
  useEffect(
    () => (value === settled ? undefined : clock.after(milliseconds, () => setSettled(value))),
    [clock, value, settled, milliseconds],
  );
  return settled;
}
