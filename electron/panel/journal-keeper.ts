import type { ActionRecord, SeenLater } from '../../shared/action.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { Connection } from '../../shared/connection.ts';
import type { Failure } from '../../shared/failure.ts';
import type { JournalEventKind } from '../../shared/journal.ts';
import type { HeldLease } from '../../shared/lease.ts';
import type { MachineSnapshot } from '../../shared/machine.ts';
import type { MachineSettings } from '../../shared/machine-settings.ts';
import type { ActionId, Instant, MachineId } from '../../shared/units.ts';
import type { Journal } from '../store/journal.ts';

interface Seen {
  readonly connection: Connection['kind'];
  readonly lease: HeldLease | null;
}

const nothingSeen: Seen = { connection: 'off', lease: null };

/** Told what the machine said after an outcome had stayed unknown. */
type OnSeenLater = (id: ActionId, seenLater: SeenLater) => void;

/** Writes down what happens around actions: contact found and lost, levels held, machines added and changed. */
export class JournalKeeper {
  readonly #journal: Journal;
  readonly #seen = new Map<MachineId, Seen>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** A machine's setting was changed by a person; `text` is one plain sentence. */
  settingsChanged(settings: MachineSettings, text: string): void {
    this.#record('settings', settings, text, null);
  }

  /** Compares a machine with what was last seen of it and records what is new. */
  machineChanged(snapshot: MachineSnapshot, now: Instant, onSeen: OnSeenLater): void {
    const before = this.#seen.get(snapshot.id) ?? nothingSeen;
    const { connection, lease, settings } = snapshot;
    const contact = contactSentence(before.connection, connection);
    if (contact !== null) this.#record('connection', settings, contact.text, contact.failure);
    const held = leaseSentence(before.lease, lease);
    if (held !== null) this.#record('lease', settings, held, null);
    this.#seen.set(snapshot.id, {
      connection: steady(connection.kind) ? connection.kind : before.connection,
      lease,
    });
    this.#explain(snapshot, now, onSeen);
  }

  forget(id: MachineId): void {
    this.#seen.delete(id);
  }

  /**
   * Puts what the machine says beside outcomes that stayed unknown, at the first status that is newer than they are: on this
   * session where an answer was missing or disagreed, on the next where contact was lost, after a restart where it was cut short.
   */
  #explain(snapshot: MachineSnapshot, now: Instant, onSeen: OnSeenLater): void {
    const { id, connection, readings } = snapshot;
    const status = readings.instrument;
    if (connection.kind !== 'ready' || status === null || status.at < connection.since) return;
    if (!this.#journal.mayHaveUnexplained(id)) return;
    const open = this.#journal.unexplained(id);
    if (!open.ok) return;
    const seenLater = { at: now, text: describeMachine(snapshot) };
    for (const entry of open.value) {
      if (!('at' in entry.state) || entry.state.at >= status.at) continue;
      this.#journal.noteSeenLater(entry.id, seenLater);
      onSeen(entry.id, seenLater);
    }
  }

  #record(
    kind: JournalEventKind,
    settings: MachineSettings,
    text: string,
    failure: Failure | null,
  ): void {
    const { id: machineId, name: machineName } = settings;
    this.#journal.recordEvent({ kind, machineId, machineName, text, failure });
  }
}

/** The actions of unknown outcome that nothing was seen after yet, as a card shows them; none if the journal cannot be read. */
export function unexplainedActions(
  journal: Journal,
  machineId: MachineId,
): readonly ActionRecord[] {
  const open = journal.unexplained(machineId);
  if (!open.ok) return [];
  return open.value.flatMap((entry) => {
    if (entry.kind !== 'action') return [];
    const { id, action, at: requestedAt, acknowledged, state, seenLater } = entry;
    return [{ id, machineId, action, requestedAt, acknowledged, state, seenLater }];
  });
}

/** What a machine reports now, in one line: “Drawer closed, cover down, power on, run “Plate 3” on”. */
export function describeMachine({ readings, run }: MachineSnapshot): string {
  const { drawer, cover, power } = readings;
  const parts = [
    drawer === null ? null : `drawer ${drawer.value.toLowerCase()}`,
    cover === null ? null : `cover ${cover.value.toLowerCase()}`,
    power === null ? null : `power ${power.value.toLowerCase()}`,
    describeRun(run),
  ].filter((part) => part !== null);
  const text = parts.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function describeRun(run: MachineSnapshot['run']): string | null {
  switch (run.kind) {
    case 'unknown':
      return null;
    case 'none':
    case 'ended':
      return 'no run on';
    case 'active':
      return `run “${run.progress.title}” on`;
    case 'paused':
      return `run “${run.progress.title}” paused`;
    default:
      return assertNever(run);
  }
}

/** Steps on the way are not worth an entry: a machine that is away for a night would fill the journal. */
function steady(kind: Connection['kind']): boolean {
  return kind === 'ready' || kind === 'waiting' || kind === 'stopped' || kind === 'off';
}

function contactSentence(
  before: Connection['kind'],
  connection: Connection,
): { readonly text: string; readonly failure: Failure | null } | null {
  if (connection.kind === before || !steady(connection.kind)) return null;
  switch (connection.kind) {
    case 'ready': {
      const { host, port, session } = connection.facts;
      return { text: `Connected to ${host} port ${port}, session ${session}.`, failure: null };
    }
    case 'waiting':
      return { text: 'Lost contact.', failure: connection.last };
    case 'stopped':
      return { text: 'Stopped connecting.', failure: connection.last };
    case 'off':
      return before === 'ready' ? { text: 'Left the machine.', failure: connection.last } : null;
    case 'connecting':
    case 'leaving':
      return null;
    default:
      return assertNever(connection);
  }
}

function leaseSentence(before: HeldLease | null, now: HeldLease | null): string | null {
  if (before === now) return null;
  if (now === null) return before === null ? null : `Gave ${before.level} back.`;
  if (before === null) return `Took ${now.exclusive ? 'exclusive ' : ''}${now.level}.`;
  return before.until === now.until ? null : `Keeps ${now.level} longer.`;
}
