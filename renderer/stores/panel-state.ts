import { assertNever } from '../../shared/assert-never.ts';
import type { AlertsState } from '../../shared/alert.ts';
import type { Notice, PanelEvent, PanelView } from '../../shared/contract.ts';
import type { ControlsLock } from '../../shared/controls.ts';
import type { Failure } from '../../shared/failure.ts';
import { type MachineSnapshot, type TracePoint, traceMilliseconds } from '../../shared/machine.ts';
import type { PasswordKeeping } from '../../shared/passwords.ts';
import type { Preferences } from '../../shared/preferences.ts';
import type { MachineId } from '../../shared/units.ts';
import type { HostLink } from '../model/engine.ts';

/** What main told about itself. */
export interface About {
  readonly version: string;
  readonly host: 'electron' | 'browser';
}

/** The replica of main's state. */
export interface PanelReplica {
  readonly about: About;
  readonly order: readonly MachineId[];
  readonly machines: Readonly<Record<MachineId, MachineSnapshot>>;
  readonly traces: Readonly<Record<MachineId, readonly TracePoint[]>>;
  readonly notices: readonly Notice[];
  readonly alerts: AlertsState;
  /** Whether this workstation may act on machines. */
  readonly controls: ControlsLock;
  /** Where machine passwords are. */
  readonly passwords: PasswordKeeping;
  /** What was chosen for this workstation. */
  readonly preferences: Preferences;
}

export interface PanelState {
  readonly link: HostLink;
  /** Null until the first view arrived. It outlives a lost link: the last known values stay, marked as old. */
  readonly replica: PanelReplica | null;
  /** Why the view could not be had; null if it could or was not asked for yet. */
  readonly loadFailure: Failure | null;
}

export const initialPanelState: PanelState = {
  link: { kind: 'connecting' },
  replica: null,
  loadFailure: null,
};

export type PanelMessage =
  | { readonly kind: 'link'; readonly link: HostLink }
  | { readonly kind: 'view'; readonly view: PanelView }
  | { readonly kind: 'load-failed'; readonly failure: Failure }
  | { readonly kind: 'event'; readonly event: PanelEvent };

/** Applies one message from main. Events before the first view are dropped: the view holds what they said. */
export function reducePanel(state: PanelState, message: PanelMessage): PanelState {
  switch (message.kind) {
    case 'link':
      return { ...state, link: message.link };
    case 'view':
      return { ...state, replica: replicaOf(message.view), loadFailure: null };
    case 'load-failed':
      return { ...state, loadFailure: message.failure };
    case 'event':
      if (state.replica === null) return state;
      return { ...state, replica: applyEvent(state.replica, message.event) };
    default:
      return assertNever(message);
  }
}

function replicaOf(view: PanelView): PanelReplica {
  const { version, host, passwords, controls, machines, traces, notices, alerts, preferences } =
    view;
  return {
    about: { version, host },
    passwords,
    controls,
    order: machines.map((machine) => machine.id),
    machines: Object.fromEntries(machines.map((machine) => [machine.id, machine])),
    traces,
    notices,
    alerts,
    preferences,
  };
}

function applyEvent(replica: PanelReplica, event: PanelEvent): PanelReplica {
  switch (event.event) {
    case 'machines': {
      const { changed, order } = event.payload;
      const machines = { ...replica.machines };
      for (const machine of changed) machines[machine.id] = machine;
      return {
        ...replica,
        order,
        machines: onlyKnown(machines, order),
        traces: onlyKnown(replica.traces, order),
      };
    }
    case 'traces': {
      const traces = { ...replica.traces };
      for (const { machineId, points } of event.payload)
        traces[machineId] = extendTrace(traces[machineId] ?? [], points);
      return { ...replica, traces };
    }
    case 'notices':
      return { ...replica, notices: event.payload };
    case 'alerts':
      return { ...replica, alerts: event.payload };
    case 'preferences':
      return { ...replica, preferences: event.payload };
    case 'controls':
      return { ...replica, controls: event.payload };
    case 'passwords':
      return { ...replica, passwords: event.payload };
    case 'console':
    case 'running':
    case 'scripts':
    case 'show-machine':
    case 'command':
    case 'updates':
      return replica;
    default:
      return assertNever(event);
  }
}

function onlyKnown<T>(
  record: Readonly<Record<MachineId, T>>,
  order: readonly MachineId[],
): Readonly<Record<MachineId, T>> {
  const known: Record<MachineId, T> = {};
  for (const id of order) {
    const value = record[id];
    if (value !== undefined) known[id] = value;
  }
  return known;
}

/** Appends points and drops those that left the window kept for cards, counted back from the newest. */
export function extendTrace(
  trace: readonly TracePoint[],
  points: readonly TracePoint[],
): readonly TracePoint[] {
  const all = [...trace, ...points];
  const newest = all.at(-1);
  if (newest === undefined) return all;
  const oldest = newest.at - traceMilliseconds;
  const first = all.findIndex((point) => point.at >= oldest);
  return first <= 0 ? all : all.slice(first);
}
