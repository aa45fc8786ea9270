import { randomUUID } from 'node:crypto';
import type { PanelEvent, PanelView } from '../../shared/contract.ts';
import { type Failure, fail } from '../../shared/failure.ts';
import type { MachineSnapshot } from '../../shared/machine.ts';
import type { MachineSettings, PasswordChange } from '../../shared/machine-settings.ts';
import type { ActionId, MachineId } from '../../shared/units.ts';
import type { Random } from '../base/backoff.ts';
import { type Clock, settledWithin } from '../base/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '../base/disposable.ts';
import type { Event } from '../base/emitter.ts';
import type { HashCost } from '../base/slow-hash.ts';
import { Machine } from '../machine/machine.ts';
import { networkTransports, type SessionTarget, type Transports } from '../machine/open-session.ts';
import type { OpenDatabase } from '../store/database.ts';
import type { Journal } from '../store/journal.ts';
import type { RunStore } from '../store/runs/run-store.ts';
import type { AlertSink } from './alerts/alert-sink.ts';
import { PanelAlerts } from './alerts/panel-alerts.ts';
import { ConnectionTests } from './connection-tester.ts';
import { ConsoleFiles } from './console/console-files.ts';
import { ControlsLockFile } from './controls-lock.ts';
import { EventBatcher } from './event-batcher.ts';
import { type HistoryKeeper, keepHistory } from './history-keeper.ts';
import { createHandlers } from './handlers.ts';
import { JournalKeeper, unexplainedActions } from './journal-keeper.ts';
import { type HostServices, noHostServices } from './host-services.ts';
import { MachineList } from './machine-list.ts';
import { Notices } from './notices.ts';
import type { PanelApi } from './panel-api.ts';
import { openPanelStores, type PanelStores } from './panel-stores.ts';
import { PracticeMachine } from './practice-machine.ts';
import { PreferenceFile } from './preference-file.ts';
import { RunRecorder } from './run-recorder.ts';
import { dispatchRequest, type RequestHandlers } from './requests.ts';
import { PanelScripts } from './scripts/panel-scripts.ts';
import type { SecretStore } from './secret-store.ts';
import { networkTarget, passwordOf } from './session-target.ts';
import { UpdateDesk } from './update-desk.ts';
import { unfinishedIn } from './unfinished.ts';
import { WindowErrors } from './window-errors.ts';

export interface PanelOptions {
  /** An existing folder that is this user's own. */
  readonly dataDirectory: string;
  readonly host: PanelView['host'];
  readonly version: string;
  readonly clock: Clock;
  readonly secrets: SecretStore;
  readonly log: (text: string) => void;
  /** None unless given. */
  readonly services?: HostServices;
  /** Jitter for reconnecting; `Math.random` unless given. */
  readonly random?: Random;
  /** What one try at the PIN of the controls costs; the usual unless given. */
  readonly pinCost?: HashCost;
  /** Real sockets unless given. */
  readonly transports?: Transports;
  /** The host's own notifications; none unless given: windows tell then. */
  readonly alertSink?: AlertSink;
  /** Sends alerts on; the real network unless given. */
  readonly fetch?: typeof fetch;
  /** The real disk unless given. */
  readonly openDatabase?: OpenDatabase;
}

interface Kept {
  readonly machine: Machine;
  readonly scope: DisposableStore;
}

const closing: Failure = {
  kind: 'cancelled',
  message: 'QuantDeck is closing, so nothing more is begun.',
  remedy: 'Start QuantDeck again.',
  detail: '',
};

const leaveSeconds = 5;

/** Memory for the transcripts of one machine, and of all together, in bytes. */
const machineTranscriptBytes = 64 * 1_024 * 1_024;
const allTranscriptBytes = 512 * 1_024 * 1_024;

function transcriptShare(machineCount: number): number {
  return Math.min(machineTranscriptBytes, allTranscriptBytes / Math.max(1, machineCount));
}

/** A window that is only reloaded is back within this time. */
const abandonedMilliseconds = 10_000;

export const practiceMachineName = 'Practice machine';

/** Starts the panel: loads the machines, connects those that stay connected, and answers requests until it leaves. */
export function createPanel(options: PanelOptions): PanelApi {
  return new Panel(options);
}

/** All machines of this workstation, and what every window sees of them. */
export class Panel implements PanelApi {
  readonly clock: Clock;
  readonly transports: Transports;
  readonly secrets: SecretStore;
  readonly services: HostServices;
  readonly updates: UpdateDesk;
  readonly windowErrors: WindowErrors;
  readonly dataDirectory: string;
  readonly notices: Notices;
  readonly practice: PracticeMachine;
  readonly tests: ConnectionTests;
  readonly onEvent: Event<PanelEvent>;
  readonly journal: Journal;
  readonly runs: RunStore;
  readonly history: HistoryKeeper;
  readonly preferences: PreferenceFile;
  readonly alerts: PanelAlerts;
  readonly consoleFiles: ConsoleFiles;
  readonly scripts: PanelScripts;
  readonly controls: ControlsLockFile;
  readonly #options: PanelOptions;
  readonly #stores: PanelStores;
  readonly #keeper: JournalKeeper;
  readonly #list: MachineList;
  readonly #machines = new Map<MachineId, Kept>();
  /** Machines that are being left because they were changed or removed. */
  readonly #ending = new Map<MachineId, Kept>();
  readonly #batcher: EventBatcher;
  readonly #handlers: RequestHandlers;
  #passwordsFollowed: Disposable = toDisposable(() => {});
  #windows = 0;
  #abandoned: Disposable = toDisposable(() => {});
  #leaving: Promise<void> | null = null;

  constructor(options: PanelOptions) {
    this.#options = options;
    this.clock = options.clock;
    this.transports = options.transports ?? networkTransports;
    this.secrets = options.secrets;
    this.services = options.services ?? noHostServices;
    this.windowErrors = new WindowErrors(options.clock, options.log);
    this.dataDirectory = options.dataDirectory;
    this.practice = new PracticeMachine(options.clock);
    this.tests = new ConnectionTests(this);
    this.#batcher = new EventBatcher(options.clock, {
      snapshot: (id) => this.#snapshot(id),
      order: () => this.#list.machines.map(({ id }) => id),
      running: (id) => this.machine(id)?.console.running ?? [],
      script: (id) => this.scripts.desk.state(id),
      notices: () => this.notices.all,
      alerts: () => this.alerts.state,
      preferences: () => this.preferences.current,
      passwords: () => this.secrets.keeping,
      controls: () => this.controls.state,
      updates: () => this.updates.state,
    });
    this.onEvent = this.#batcher.onEvent;
    this.notices = new Notices(options.clock, () => this.#batcher.noticesChanged());
    const { dataDirectory, clock, openDatabase } = options;
    this.#stores = openPanelStores({
      dataDirectory,
      clock,
      notices: this.notices,
      ...(openDatabase === undefined ? {} : { openDatabase }),
    });
    this.journal = this.#stores.journal;
    this.runs = this.#stores.runs;
    this.#keeper = new JournalKeeper(this.journal);
    this.preferences = new PreferenceFile(dataDirectory, clock);
    this.controls = new ControlsLockFile(dataDirectory, clock, options.pinCost);
    this.controls.onChange(() => this.#batcher.controlsChanged());
    this.preferences.onChange(() => this.#batcher.preferencesChanged());
    this.updates = new UpdateDesk({
      source: this.services.updates,
      clock,
      preferences: () => this.preferences.current.updates,
      machines: () => this.view().machines,
      log: options.log,
    });
    this.preferences.onChange(() => this.updates.preferencesChanged());
    this.updates.onChange(() => this.#batcher.updatesChanged());
    this.history = keepHistory(this, options);
    this.consoleFiles = new ConsoleFiles(dataDirectory, clock, this.notices);
    this.scripts = new PanelScripts({
      dataDirectory,
      clock,
      journal: this.journal,
      notices: this.notices,
      onChange: (id) => this.#batcher.scriptChanged(id),
    });
    this.#list = new MachineList(dataDirectory, clock);
    const passwordProblems = this.#preparePasswords();
    this.alerts = new PanelAlerts({
      ...options,
      random: options.random ?? Math.random,
      preferences: this.preferences,
      journal: this.journal,
      snapshot: (id) => this.#snapshot(id),
      sink: options.alertSink ?? null,
      fetch: options.fetch ?? fetch,
      onChange: () => this.#batcher.alertsChanged(),
    });
    for (const text of [
      ...this.preferences.problems,
      ...this.controls.problems,
      ...this.#list.problems,
      ...this.alerts.problems,
      ...passwordProblems,
    ])
      this.notices.add('warning', text);
    if (this.#list.isNew) this.#addFirst();
    else for (const settings of this.#list.machines) this.#begin(settings);
    this.#handlers = createHandlers(this);
  }

  async handle(name: unknown, input: unknown): Promise<unknown> {
    // A window may still draw itself while it closes; nothing is begun any more.
    if (this.#leaving !== null && name !== 'panel.view') return fail(closing);
    return dispatchRequest(this.#handlers, name, input, this.#options.log);
  }

  view(): PanelView {
    const { host, version, secrets } = this.#options;
    const kept = [...this.#machines.values()];
    return {
      version,
      host,
      passwords: secrets.keeping,
      controls: this.controls.state,
      machines: this.#list.machines
        .map(({ id }) => this.#snapshot(id))
        .filter((snapshot) => snapshot !== null),
      traces: Object.fromEntries(kept.map(({ machine }) => [machine.settings.id, machine.trace])),
      notices: this.notices.all,
      alerts: this.alerts.state,
      preferences: this.preferences.current,
    };
  }

  /** How a machine is set up; null if it is not in the list. */
  settings(id: MachineId): MachineSettings | null {
    return this.#list.machines.find((machine) => machine.id === id) ?? null;
  }

  machine(id: MachineId): Machine | null {
    return this.#machines.get(id)?.machine ?? null;
  }

  newMachineId(): MachineId {
    return randomUUID() as MachineId;
  }

  addPractice(): MachineId {
    const id = this.newMachineId();
    this.add(
      {
        kind: 'simulated',
        id,
        name: practiceMachineName,
        cap: 'Controller',
        mode: 'stay-connected',
      },
      { kind: 'keep' },
    );
    return id;
  }

  /** Adds a machine and connects it. Throws if it or its password cannot be stored; nothing is added then. */
  add(settings: MachineSettings, password: PasswordChange): void {
    this.#list.put(settings);
    try {
      this.#changePassword(settings.id, password);
    } catch (error) {
      this.#list.remove(settings.id);
      throw error;
    }
    this.#keeper.settingsChanged(settings, 'Added the machine.');
    this.#begin(settings);
    this.#batcher.orderChanged();
  }

  /** Leaves the machine as it was set up and starts it anew. Throws if the change cannot be stored; nothing changes then. */
  async replace(settings: MachineSettings, why: string, password: PasswordChange): Promise<void> {
    const before = this.settings(settings.id);
    this.#list.put(settings);
    try {
      this.#changePassword(settings.id, password);
    } catch (error) {
      if (before) this.#list.put(before);
      throw error;
    }
    this.#keeper.settingsChanged(settings, why);
    await this.#startAnew(settings.id);
  }

  /** Leaves a machine and forgets it with its password. Throws if the list cannot be written; nothing changes then. */
  async remove(id: MachineId): Promise<void> {
    const settings = this.settings(id);
    this.#list.remove(id);
    if (settings) this.#keeper.settingsChanged(settings, 'Removed the machine.');
    try {
      this.consoleFiles.history.forget(id);
      this.secrets.remove(id);
    } finally {
      await this.#startAnew(id);
    }
  }

  /** A machine that is being changed shows how it was until it begins anew. */
  #snapshot(id: MachineId): MachineSnapshot | null {
    if (this.settings(id) === null) return null;
    const kept = this.#machines.get(id) ?? this.#ending.get(id);
    return kept?.machine.snapshot() ?? null;
  }

  /** Throws with a plain sentence if the host cannot store a password. */
  #changePassword(id: MachineId, change: PasswordChange): void {
    if (change.kind === 'set') this.secrets.write(id, change.password);
    if (change.kind === 'clear') this.secrets.remove(id);
  }

  /** Lets the password store do what was agreed to, follows it from then on, and answers what is wrong with it. */
  #preparePasswords(): readonly string[] {
    const { secrets } = this;
    const problems: string[] = [];
    try {
      if (secrets.keeping.kind === 'memory')
        secrets.plain?.allow(this.preferences.current.passwords.plainFile);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      problems.push(
        `Passwords cannot be stored, and are kept only until QuantDeck is closed: ${why}`,
      );
    }
    this.#passwordsFollowed = secrets.onChange((keeping) => {
      this.#batcher.passwordsChanged();
      // Where alerts are sent on to is kept with the passwords.
      this.#batcher.alertsChanged();
      for (const { machine } of this.#machines.values()) {
        this.#batcher.machineChanged(machine.settings.id);
        if (keeping.kind !== 'vault-locked') machine.passwordsUnlocked();
      }
    });
    return [...secrets.problems, ...problems];
  }

  #addFirst(): void {
    try {
      this.addPractice();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.notices.add('warning', `The list of machines cannot be saved on this computer: ${why}`);
    }
  }

  windowOpened(): void {
    this.#windows++;
    this.#abandoned.dispose();
  }

  windowClosed(): void {
    this.#windows--;
    if (this.#windows > 0 || this.#leaving !== null) return;
    this.#abandoned = this.clock.after(abandonedMilliseconds, () => {
      for (const { machine } of this.#machines.values()) void machine.releaseLease();
    });
  }

  unfinished(): readonly string[] {
    return unfinishedIn(this.view().machines);
  }

  async suspend(): Promise<void> {
    await Promise.all([...this.#machines.values()].map(({ machine }) => machine.suspend()));
  }

  resume(): void {
    for (const { machine } of this.#machines.values()) machine.resume();
  }

  leave(maxSeconds: number): Promise<void> {
    this.#leaving ??= this.#leaveAll(maxSeconds);
    return this.#leaving;
  }

  async #leaveAll(maxSeconds: number): Promise<void> {
    const kept = [...this.#machines.values(), ...this.#ending.values()];
    this.scripts.dispose();
    const left = kept.map(({ machine }) => machine.leave(maxSeconds));
    const all = Promise.all([...left, this.tests.giveUp()]);
    await settledWithin(this.clock, maxSeconds * 1000, all);
    for (const { scope } of kept) scope.dispose();
    this.tests.dispose();
    this.#machines.clear();
    this.#abandoned.dispose();
    this.#passwordsFollowed.dispose();
    this.#batcher.dispose();
    this.practice.dispose();
    this.alerts.dispose();
    this.history.dispose();
    this.updates.dispose();
    this.preferences.dispose();
    this.consoleFiles.dispose();
    this.controls.dispose();
    this.#stores.dispose();
  }

  #begin(settings: MachineSettings): void {
    const { clock, random = Math.random, log } = this.#options;
    const scope = new DisposableStore();
    const machine = scope.add(
      new Machine({
        settings,
        hasPassword: () => this.secrets.has(settings.id),
        clock,
        random,
        transports: this.transports,
        newActionId: () => randomUUID() as ActionId,
        unexplained: unexplainedActions(this.journal, settings.id),
        ledger: this.journal,
        locked: () => this.controls.objection(),
        target: () => this.#target(settings),
        transcriptBytes: () => transcriptShare(this.#list.machines.length),
      }),
    );
    const { id, name } = settings;
    const recorder = scope.add(new RunRecorder(this.runs, { id, name }));
    scope.add(machine.onObservation((observation) => recorder.hear(observation)));
    scope.add(
      machine.onChange(() => {
        this.#batcher.machineChanged(id);
        const snapshot = machine.snapshot();
        this.#keeper.machineChanged(snapshot, clock.now(), (entry, seen) =>
          machine.noteSeenLater(entry, seen),
        );
        this.alerts.desk.machineChanged(snapshot);
      }),
    );
    scope.add(machine.onTrace((point) => this.#batcher.traced(id, point)));
    scope.add(
      machine.onConsoleLine((line) => {
        this.#batcher.logged(id, line);
        if (line.kind === 'command') this.alerts.desk.commandSent(id, line.text);
      }),
    );
    scope.add(machine.console.onRunning(() => this.#batcher.runningChanged(id)));
    scope.add(
      machine.onAction(({ action, state }) =>
        log(`${settings.name}: ${action.kind} ${state.kind}`),
      ),
    );
    this.#machines.set(id, { machine, scope });
    this.#batcher.machineChanged(id);
    machine.start();
  }

  /**
   * Ends a machine and begins it as the list has it by then, if it still does. Of several changes at once the first to
   * come here after the end begins it, for all of them.
   */
  async #startAnew(id: MachineId): Promise<void> {
    const kept = this.#machines.get(id) ?? this.#ending.get(id);
    if (kept) {
      this.#machines.delete(id);
      this.#ending.set(id, kept);
      this.#keeper.forget(id);
      await kept.machine.leave(leaveSeconds);
      kept.scope.dispose();
      this.#ending.delete(id);
    }
    const settings = this.settings(id);
    if (settings === null) {
      this.runs.closeRunsOf(id);
      this.alerts.desk.forget(id);
    }
    if (settings !== null && this.#leaving === null && !this.#machines.has(id))
      this.#begin(settings);
    this.#batcher.orderChanged();
  }

  async #target(settings: MachineSettings): Promise<SessionTarget> {
    const cap = (): MachineSettings['cap'] => settings.cap;
    return settings.kind === 'simulated'
      ? this.practice.target(cap)
      : networkTarget(settings.address, settings.tls, passwordOf(this.secrets, settings.id), cap);
  }
}
