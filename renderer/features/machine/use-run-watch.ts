import { useEffect, useState } from 'react';
import type { MachineId } from '../../../shared/units.ts';
import type { PanelState } from '../../stores/panel-state.ts';
import { useServices } from '../../stores/use-services.ts';
import { createRunWatch, type RunWatch } from './run-watch.ts';

/** How often the run's record is read again while it is seen. Another run is read at once. */
const refreshMilliseconds = 15_000;

/** Watches one machine for as long as the view is there; a view of another machine needs another `key`. */
export function useRunWatch(id: MachineId): RunWatch {
  const { bridge, clock, panel } = useServices();
  const [watch] = useState(() => createRunWatch(bridge.ask, id, () => clock.now()));

  useEffect(() => {
    const look = ({ replica, link }: PanelState): void => {
      const machine = replica?.machines[id];
      if (machine !== undefined) watch.see(machine, link.kind === 'up' ? 'up' : 'down');
    };
    look(panel.getState());
    return panel.subscribe(look);
  }, [watch, panel, id]);

  useEffect(
    () =>
      clock.every(refreshMilliseconds, () => {
        const { replica, link } = panel.getState();
        const seen = document.visibilityState !== 'hidden';
        if (seen && link.kind === 'up' && replica?.machines[id] !== undefined) watch.refresh();
      }),
    [watch, clock, panel, id],
  );

  return watch;
}
