import { randomUUID } from 'node:crypto';
import type { PanelEvent, PanelView } from '../../shared/contract.ts';
import type { MachineSnapshot } from '../../shared/machine.ts';
import type { MachineSettings, PasswordChange } from '../../shared/machine-settings.ts';
import type { ActionId, MachineId } from '../../shared/units.ts';
import type { Random } from '../base/backoff.ts';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '../base/disposable.ts';
import type { Event } from '../base/emitter.ts';
import { Machine } from '../machine/machine.ts';
import { networkTransports, type SessionTarget, type Transports } from '../machine/open-session.ts';
import { EventBatcher } from './event-batcher.ts';
import { createHandlers } from './handlers.ts';
import { MachineList } from './machine-list.ts';
import { Notices } from './notices.ts';
import type { PanelApi } from './panel-api.ts';
import { PracticeMachine } from './practice-machine.ts';
import { dispatchRequest, type RequestHandlers } from './requests.ts';
import type { SecretStore } from './secret-store.ts';
import { networkTarget } from './session-target.ts';

export interface PanelOptions {
  /** An existing folder that is this user's own. */
  readonly dataDirectory: string;
  readonly host: PanelView['host'];
  readonly version: string;
  readonly clock: Clock;
  readonly secrets: SecretStore;
  readonly log: (text: string) => void;
  /** Jitter for reconnecting; `Math.random` unless given. */
  readonly random?: Random;
  /** Real sockets unless given. */
  readonly transports?: Transports;
}

interface Kept {
  readonly machine: Machine;
  readonly scope: DisposableStore;
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
  readonly notices: Notices;
  readonly practice: PracticeMachine;
  readonly onEvent: Event<PanelEvent>;
  readonly #options: PanelOptions;
  readonly #list: MachineList;
  readonly #machines = new Map<MachineId, Kept>();
  readonly #batcher: EventBatcher;
  readonly #handlers: RequestHandlers;
  #windows = 0;
  #abandoned: Disposable = toDisposable(() => {});
  #leaving: Promise<void> | null = null;

  constructor(options: PanelOptions) {
    this.#options = options;
    this.clock = options.clock;
    this.transports = options.transports ?? networkTransports;
    this.secrets = options.secrets;
    this.practice = new PracticeMachine(options.clock);
    this.#batcher = new EventBatcher(options.clock, {
      snapshot: (id) => this.machine(id)?.snapshot() ?? null,
      order: () => this.#list.machines.map(({ id }) => id),
      notices: () => this.notices.all,
    });
    this.onEvent = this.#batcher.onEvent;
    this.notices = new Notices(options.clock, () => this.#batcher.noticesChanged());
    this.#list = new MachineList(options.dataDirectory, options.clock);
    for (const { text } of this.#list.problems) this.notices.add('warning', text);
    if (this.#list.isNew) this.addPractice();
    else for (const settings of this.#list.machines) this.#begin(settings);
    this.#handlers = createHandlers(this);
  }

  handle(name: unknown, input: unknown): Promise<unknown> {
    return dispatchRequest(this.#handlers, name, input, this.#options.log);
  }

  view(): PanelView {
    const { host, version, secrets } = this.#options;
    const kept = [...this.#machines.values()];
    return {
      version,
      host,
      passwordsKept: secrets.kept,
      passwordNote: secrets.note,
      machines: this.#list.machines
        .map(({ id }) => this.machine(id)?.snapshot())
        .filter((snapshot): snapshot is MachineSnapshot => snapshot !== undefined),
      traces: Object.fromEntries(kept.map(({ machine }) => [machine.settings.id, machine.trace])),
      notices: this.notices.all,
    };
  }

  machine(id: MachineId): Machine | null {
    return this.#machines.get(id)?.machine ?? null;
  }

  newMachineId(): MachineId {
    return randomUUID() as MachineId;
  }

  addPractice(): MachineId {
    const id = this.newMachineId();
    this.add({
      kind: 'simulated',
      id,
      name: practiceMachineName,
      cap: 'Controller',
      mode: 'stay-connected',
    });
    return id;
  }

  /** Adds a machine and connects it. Throws if the list cannot be written; nothing is added then. */
  add(settings: MachineSettings): void {
    this.#list.put(settings);
    this.#begin(settings);
    this.#batcher.orderChanged();
  }

  /** Leaves the machine as it was set up and starts it anew. Throws if the list cannot be written. */
  async replace(settings: MachineSettings): Promise<void> {
    this.#list.put(settings);
    await this.#end(settings.id);
    this.#begin(settings);
    this.#batcher.orderChanged();
  }

  /** Leaves a machine and forgets it with its password. Throws if the list cannot be written. */
  async remove(id: MachineId): Promise<void> {
    this.#list.remove(id);
    this.secrets.remove(id);
    await this.#end(id);
    this.#batcher.orderChanged();
  }

  /** Throws with a plain sentence if the host cannot store a password. */
  changePassword(id: MachineId, change: PasswordChange): void {
    if (change.kind === 'set') this.secrets.write(id, change.password);
    if (change.kind === 'clear') this.secrets.remove(id);
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
    const kept = [...this.#machines.values()];
    await Promise.all(kept.map(({ machine }) => machine.leave(maxSeconds)));
    for (const { scope } of kept) scope.dispose();
    this.#machines.clear();
    this.#abandoned.dispose();
    this.#batcher.dispose();
    this.practice.dispose();
  }

  #begin(settings: MachineSettings): void {
    const { clock, random = Math.random, log } = this.#options;
    const scope = new DisposableStore();
    const machine = scope.add(
      new Machine({
        settings,
        hasPassword: this.secrets.read(settings.id) !== null,
        clock,
        random,
        transports: this.transports,
        newActionId: () => randomUUID() as ActionId,
        target: () => this.#target(settings),
      }),
    );
    const { id } = settings;
    scope.add(machine.onChange(() => this.#batcher.machineChanged(id)));
    scope.add(machine.onTrace((point) => this.#batcher.traced(id, point)));
    scope.add(machine.onConsoleLine((line) => this.#batcher.logged(id, line)));
    scope.add(
      machine.onAction(({ action, state }) =>
        log(`${settings.name}: ${action.kind} ${state.kind}`),
      ),
    );
    this.#machines.set(id, { machine, scope });
    this.#batcher.machineChanged(id);
    machine.start();
  }

  async #end(id: MachineId): Promise<void> {
    const kept = this.#machines.get(id);
    if (!kept) return;
    this.#machines.delete(id);
    await kept.machine.leave(5);
    kept.scope.dispose();
  }

  #target(settings: MachineSettings): Promise<SessionTarget> {
    const cap = (): MachineSettings['cap'] => settings.cap;
    return settings.kind === 'simulated'
      ? this.practice.target(cap)
      : networkTarget(settings.address, settings.tls, this.secrets.read(settings.id), cap);
  }
}
