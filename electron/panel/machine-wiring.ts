import { randomUUID } from 'node:crypto';
import type { MachineSettings } from '../../shared/machine-settings.ts';
import type { ActionId } from '../../shared/units.ts';
import type { Random } from '../base/backoff.ts';
import type { Clock } from '../base/clock.ts';
import { DisposableStore } from '../base/disposable.ts';
import { Machine } from '../machine/machine.ts';
import type { SessionTarget, Transports } from '../machine/open-session.ts';
import type { Journal } from '../store/journal.ts';
import type { RunStore } from '../store/runs/run-store.ts';
import type { PanelAlerts } from './alerts/panel-alerts.ts';
import type { ControlsLockFile } from './controls-lock.ts';
import type { EventBatcher } from './event-batcher.ts';
import { type JournalKeeper, unexplainedActions } from './journal-keeper.ts';
import type { PracticeMachine } from './practice-machine.ts';
import { RunRecorder } from './run-recorder.ts';
import type { SecretStore } from './secret-store.ts';
import { networkTarget, passwordOf } from './session-target.ts';

/** What the panel offers to each of its machines, and who hears what a machine says. */
export interface MachineSurroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly transports: Transports;
  readonly secrets: SecretStore;
  readonly practice: PracticeMachine;
  readonly controls: ControlsLockFile;
  readonly journal: Journal;
  readonly keeper: JournalKeeper;
  readonly runs: RunStore;
  readonly alerts: PanelAlerts;
  readonly batcher: EventBatcher;
  /** Memory for one machine's transcript, in bytes, asked at each line. */
  readonly transcriptBytes: () => number;
  readonly log: (text: string) => void;
}

/** A machine with everything that listens to it; disposing the scope ends both. */
export interface WiredMachine {
  readonly machine: Machine;
  readonly scope: DisposableStore;
}

/** Makes a machine and lets recorder, journal, alerts and windows hear of it. It is not started yet. */
export function wireMachine(
  settings: MachineSettings,
  surroundings: MachineSurroundings,
): WiredMachine {
  const { clock, random, transports, secrets, controls, journal, keeper } = surroundings;
  const { runs, alerts, batcher, transcriptBytes, log } = surroundings;
  const { id, name } = settings;
  const scope = new DisposableStore();
  const machine = scope.add(
    new Machine({
      settings,
      hasPassword: () => secrets.has(id),
      clock,
      random,
      transports,
      newActionId: () => randomUUID() as ActionId,
      unexplained: unexplainedActions(journal, id),
      ledger: journal,
      locked: () => controls.objection(),
      target: () => targetOf(settings, surroundings),
      transcriptBytes,
    }),
  );
  const recorder = scope.add(new RunRecorder(runs, { id, name }));
  scope.add(machine.onObservation((observation) => recorder.hear(observation)));
  scope.add(
    machine.onChange(() => {
      batcher.machineChanged(id);
      const snapshot = machine.snapshot();
      keeper.machineChanged(snapshot, clock.now(), (entry, seen) =>
        machine.noteSeenLater(entry, seen),
      );
      alerts.desk.machineChanged(snapshot);
    }),
  );
  scope.add(machine.onTrace((point) => batcher.traced(id, point)));
  scope.add(
    machine.onConsoleLine((line) => {
      batcher.logged(id, line);
      if (line.kind === 'command') alerts.desk.commandSent(id, line.text);
    }),
  );
  scope.add(machine.console.onRunning(() => batcher.runningChanged(id)));
  scope.add(machine.onAction(({ action, state }) => log(`${name}: ${action.kind} ${state.kind}`)));
  return { machine, scope };
}

async function targetOf(
  settings: MachineSettings,
  { practice, secrets }: MachineSurroundings,
): Promise<SessionTarget> {
  const cap = (): MachineSettings['cap'] => settings.cap;
  return settings.kind === 'simulated'
    ? practice.target(cap)
    : networkTarget(settings.address, settings.tls, passwordOf(secrets, settings.id), cap);
}
