import { randomUUID } from 'node:crypto';
import type { PanelEvent, PanelView } from '../../shared/contract.ts';
import { type Failure, fail } from '../../shared/failure.ts';
import type { MachineSnapshot } from '../../shared/machine.ts';
import type { MachineSettings, PasswordChange } from '../../shared/machine-settings.ts';
import type { MachineId } from '../../shared/units.ts';
import { type Clock, settledWithin } from '../base/clock.ts';
import { type Disposable, toDisposable } from '../base/disposable.ts';
import type { Event } from '../base/emitter.ts';
import type { Machine } from '../machine/machine.ts';
import { networkTransports, type Transports } from '../machine/open-session.ts';
import type { Journal } from '../store/journal.ts';
import type { RunStore } from '../store/runs/run-store.ts';
import { PanelAlerts } from './alerts/panel-alerts.ts';
import { ConnectionTests } from './connection-tester.ts';
import { ConsoleFiles } from './console/console-files.ts';
import { ControlsLockFile } from './controls-lock.ts';
import { EventBatcher } from './event-batcher.ts';
import { type HistoryKeeper, keepHistory } from './history-keeper.ts';
import { createHandlers } from './handlers.ts';
import { JournalKeeper } from './journal-keeper.ts';
import { type HostServices, noHostServices } from './host-services.ts';
import { MachineFleet } from './machine-fleet.ts';
import { MachineList } from './machine-list.ts';
import { wireMachine } from './machine-wiring.ts';
import { Notices } from './notices.ts';
import type { PanelApi } from './panel-api.ts';
import type { PanelOptions } from './panel-options.ts';
import { openPanelStores, type PanelStores } from './panel-stores.ts';
import { PracticeMachine } from './practice-machine.ts';
import { PreferenceFile } from './preference-file.ts';
import { dispatchRequest, type RequestHandlers } from './requests.ts';
import { keepOpenedScript } from './scripts/opened-script.ts';
import { PanelScripts } from './scripts/panel-scripts.ts';
import { allowPlainFile, type SecretStore } from './secret-store.ts';
import { UpdateDesk } from './update-desk.ts';
import { unfinishedIn } from './unfinished.ts';
import { WindowErrors } from './window-errors.ts';

const closing: Failure = {
  kind: 'cancelled',
  message: 'QuantDeck is closing, so nothing more is begun.',
  remedy: 'Start QuantDeck again.',
  detail: '',
};

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
  readonly #fleet: MachineFleet;
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
    this.#fleet = new MachineFleet({
      wire: (settings) => this.#wire(settings),
      settings: (id) => this.settings(id),
      onChange: (id) => this.#batcher.machineChanged(id),
      onLeaving: (id) => this.#keeper.forget(id),
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
    else for (const settings of this.#list.machines) this.#fleet.begin(settings);
    this.#handlers = createHandlers(this);
  }

  async handle(name: unknown, input: unknown): Promise<unknown> {
    // A window may still draw itself while it closes; nothing is begun any more.
    if (this.#leaving !== null && name !== 'panel.view') return fail(closing);
    return dispatchRequest(this.#handlers, name, input, this.#options.log);
  }

  view(): PanelView {
    const { host, version, secrets } = this.#options;
    return {
      version,
      host,
      passwords: secrets.keeping,
      controls: this.controls.state,
      machines: this.#list.machines
        .map(({ id }) => this.#snapshot(id))
        .filter((snapshot) => snapshot !== null),
      traces: Object.fromEntries(
        this.#fleet.machines.map((machine) => [machine.settings.id, machine.trace]),
      ),
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
    return this.#fleet.get(id);
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
    this.#fleet.begin(settings);
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

  #snapshot(id: MachineId): MachineSnapshot | null {
    return this.settings(id) === null ? null : this.#fleet.snapshot(id);
  }

  /** Throws with a plain sentence if the host cannot store a password. */
  #changePassword(id: MachineId, change: PasswordChange): void {
    if (change.kind === 'set') this.secrets.write(id, change.password);
    if (change.kind === 'clear') this.secrets.remove(id);
  }

  /** Lets the password store do what was agreed to, follows it from then on, and answers what is wrong with it. */
  #preparePasswords(): readonly string[] {
    const { plainFile } = this.preferences.current.passwords;
    const problems = allowPlainFile(this.secrets, plainFile);
    this.#passwordsFollowed = this.secrets.onChange((keeping) => {
      this.#batcher.passwordsChanged();
      // Where alerts are sent on to is kept with the passwords.
      this.#batcher.alertsChanged();
      for (const machine of this.#fleet.machines) {
        this.#batcher.machineChanged(machine.settings.id);
        if (keeping.kind !== 'vault-locked') machine.passwordsUnlocked();
      }
    });
    return [...this.secrets.problems, ...problems];
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
      for (const machine of this.#fleet.machines) void machine.releaseLease();
    });
  }

  openScript(fileName: string, text: string): void {
    keepOpenedScript(this.scripts.library, this.notices, fileName, text);
  }

  unfinished(): readonly string[] {
    return unfinishedIn(this.view().machines);
  }

  async suspend(): Promise<void> {
    await Promise.all(this.#fleet.machines.map((machine) => machine.suspend()));
  }

  resume(): void {
    for (const machine of this.#fleet.machines) machine.resume();
  }

  leave(maxSeconds: number): Promise<void> {
    this.#leaving ??= this.#leaveAll(maxSeconds);
    return this.#leaving;
  }

  async #leaveAll(maxSeconds: number): Promise<void> {
    this.scripts.dispose();
    const all = Promise.all([this.#fleet.leave(maxSeconds), this.tests.giveUp()]);
    await settledWithin(this.clock, maxSeconds * 1000, all);
    this.#fleet.dispose();
    this.tests.dispose();
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

  #wire(settings: MachineSettings): ReturnType<typeof wireMachine> {
    const { clock, random = Math.random, log } = this.#options;
    const { transports, secrets, practice, controls, journal, runs, alerts } = this;
    return wireMachine(settings, {
      clock,
      random,
      log,
      transports,
      secrets,
      practice,
      controls,
      journal,
      runs,
      alerts,
      keeper: this.#keeper,
      batcher: this.#batcher,
      transcriptBytes: () => transcriptShare(this.#list.machines.length),
    });
  }

  /** A machine that left the list takes its open records with it. */
  async #startAnew(id: MachineId): Promise<void> {
    await this.#fleet.startAnew(id);
    if (this.settings(id) === null) {
      this.runs.closeRunsOf(id);
      this.alerts.desk.forget(id);
    }
    this.#batcher.orderChanged();
  }
}
