import type { AlertsState } from '../../shared/alert.ts';
import type { ConsoleLine, RunningCommand } from '../../shared/console.ts';
import type { Notice, PanelEvent } from '../../shared/contract.ts';
import type { ControlsLock } from '../../shared/controls.ts';
import type { MachineSnapshot, TracePoint } from '../../shared/machine.ts';
import type { PasswordKeeping } from '../../shared/passwords.ts';
import type { Preferences } from '../../shared/preferences.ts';
import type { ScriptRunState } from '../../shared/scripts.ts';
import type { MachineId } from '../../shared/units.ts';
import type { Clock } from '../base/clock.ts';
import type { UpdateState } from '../../shared/updates.ts';
import { type Disposable, toDisposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';

/** At most ten deliveries a second to a window, however fast machines talk. */
const batchMilliseconds = 100;

/** Where the batcher takes what changed from, at the moment it sends. */
export interface PanelContent {
  readonly snapshot: (id: MachineId) => MachineSnapshot | null;
  readonly order: () => readonly MachineId[];
  readonly running: (id: MachineId) => readonly RunningCommand[];
  readonly script: (id: MachineId) => ScriptRunState | null;
  readonly notices: () => readonly Notice[];
  readonly alerts: () => AlertsState;
  readonly preferences: () => Preferences;
  readonly passwords: () => PasswordKeeping;
  readonly controls: () => ControlsLock;
  readonly updates: () => UpdateState;
}

/** Gathers what changed and tells all windows together, each machine's latest state once. */
export class EventBatcher implements Disposable {
  readonly #clock: Clock;
  readonly #content: PanelContent;
  readonly #events = new Emitter<PanelEvent>();
  readonly #changed = new Set<MachineId>();
  readonly #points = new Map<MachineId, TracePoint[]>();
  readonly #lines = new Map<MachineId, ConsoleLine[]>();
  readonly #running = new Set<MachineId>();
  readonly #scripts = new Set<MachineId>();
  #orderChanged = false;
  #noticesChanged = false;
  #alertsChanged = false;
  #preferencesChanged = false;
  #passwordsChanged = false;
  #controlsChanged = false;
  #updatesChanged = false;
  #timer: Disposable = toDisposable(() => {});
  #armed = false;
  #disposed = false;

  readonly onEvent = this.#events.event;

  constructor(clock: Clock, content: PanelContent) {
    this.#clock = clock;
    this.#content = content;
  }

  machineChanged(id: MachineId): void {
    this.#changed.add(id);
    this.#arm();
  }

  orderChanged(): void {
    this.#orderChanged = true;
    this.#arm();
  }

  noticesChanged(): void {
    this.#noticesChanged = true;
    this.#arm();
  }

  alertsChanged(): void {
    this.#alertsChanged = true;
    this.#arm();
  }

  preferencesChanged(): void {
    this.#preferencesChanged = true;
    this.#arm();
  }

  controlsChanged(): void {
    this.#controlsChanged = true;
    this.#arm();
  }

  passwordsChanged(): void {
    this.#passwordsChanged = true;
    this.#arm();
  }

  updatesChanged(): void {
    this.#updatesChanged = true;
    this.#arm();
  }

  traced(id: MachineId, point: TracePoint): void {
    append(this.#points, id, point);
    this.#arm();
  }

  logged(id: MachineId, line: ConsoleLine): void {
    append(this.#lines, id, line);
    this.#arm();
  }

  scriptChanged(id: MachineId): void {
    this.#scripts.add(id);
    this.#arm();
  }

  runningChanged(id: MachineId): void {
    this.#running.add(id);
    this.#arm();
  }

  dispose(): void {
    this.#disposed = true;
    this.#timer.dispose();
    this.#events.dispose();
  }

  #arm(): void {
    if (this.#armed || this.#disposed) return;
    this.#armed = true;
    this.#timer = this.#clock.after(batchMilliseconds, () => {
      this.#armed = false;
      this.#flush();
    });
  }

  /** A window that fails to take one event must not keep the others from theirs. */
  #flush(): void {
    const failures: unknown[] = [];
    for (const event of this.#take()) {
      try {
        this.#events.fire(event);
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  /** What gathered since the last time, which is then forgotten. */
  #take(): readonly PanelEvent[] {
    const events: PanelEvent[] = [];
    if (this.#changed.size > 0 || this.#orderChanged) {
      const changed = [...this.#changed]
        .map((id) => this.#content.snapshot(id))
        .filter((snapshot) => snapshot !== null);
      this.#changed.clear();
      this.#orderChanged = false;
      events.push({ event: 'machines', payload: { changed, order: this.#content.order() } });
    }
    if (this.#points.size > 0) {
      const payload = [...this.#points].map(([machineId, points]) => ({ machineId, points }));
      this.#points.clear();
      events.push({ event: 'traces', payload });
    }
    if (this.#lines.size > 0) {
      const payload = [...this.#lines].map(([machineId, lines]) => ({ machineId, lines }));
      this.#lines.clear();
      events.push({ event: 'console', payload });
    }
    if (this.#running.size > 0) {
      const payload = [...this.#running].map((machineId) => ({
        machineId,
        commands: this.#content.running(machineId),
      }));
      this.#running.clear();
      events.push({ event: 'running', payload });
    }
    if (this.#scripts.size > 0) {
      const states = [...this.#scripts].map((id) => this.#content.script(id));
      this.#scripts.clear();
      events.push({ event: 'scripts', payload: states.filter((state) => state !== null) });
    }
    if (this.#noticesChanged) {
      this.#noticesChanged = false;
      events.push({ event: 'notices', payload: this.#content.notices() });
    }
    if (this.#alertsChanged) {
      this.#alertsChanged = false;
      events.push({ event: 'alerts', payload: this.#content.alerts() });
    }
    if (this.#preferencesChanged) {
      this.#preferencesChanged = false;
      events.push({ event: 'preferences', payload: this.#content.preferences() });
    }
    if (this.#passwordsChanged) {
      this.#passwordsChanged = false;
      events.push({ event: 'passwords', payload: this.#content.passwords() });
    }
    if (this.#controlsChanged) {
      this.#controlsChanged = false;
      events.push({ event: 'controls', payload: this.#content.controls() });
    }
    if (this.#updatesChanged) {
      this.#updatesChanged = false;
      events.push({ event: 'updates', payload: this.#content.updates() });
    }
    return events;
  }
}

function append<T>(map: Map<MachineId, T[]>, id: MachineId, item: T): void {
  const items = map.get(id);
  if (items) items.push(item);
  else map.set(id, [item]);
}
