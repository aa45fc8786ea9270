import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Ask } from '../../shared/contract.ts';
import type { ControlsLock } from '../../shared/controls.ts';
import type { MachineSnapshot } from '../../shared/machine.ts';
import type { Instant, MachineId } from '../../shared/units.ts';
import type { Moment } from '../model/engine.ts';
import type { PanelState } from './panel-state.ts';
import type { Services } from './services.ts';
import type { UiState } from './ui-state.ts';

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error('This view needs a ServicesContext around it');
  return services;
}

export function usePanel<T>(select: (state: PanelState) => T): T {
  return useStore(useServices().panel, select);
}

export function useUi<T>(select: (state: UiState) => T): T {
  return useStore(useServices().ui, select);
}

const open: ControlsLock = { kind: 'open' };

/** Whether this workstation may act on machines; open until main said otherwise. */
export function useControls(): ControlsLock {
  return usePanel((state) => state.replica?.controls ?? open);
}

export function useNow(): Instant {
  return useStore(useServices().now, (state) => state.now);
}

/** The moment views are derived for. A link that never was up counts as down only once it was tried. */
export function useMoment(): Moment {
  const now = useNow();
  const engine = usePanel((state) => (state.link.kind === 'down' ? 'down' : 'up'));
  const controls = useControls().kind;
  return { now, engine, controls };
}

export function useMachine(id: MachineId): MachineSnapshot | null {
  return usePanel((state) => state.replica?.machines[id] ?? null);
}

export function useAsk(): Ask {
  return useServices().bridge.ask;
}
