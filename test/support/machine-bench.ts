import { expect } from 'vitest';
import type { ActionLedger } from '../../electron/machine/action-ledger.ts';
import type { Disposable } from '../../electron/base/disposable.ts';
import { Machine } from '../../electron/machine/machine.ts';
import type { SessionTarget } from '../../electron/machine/open-session.ts';
import { Simulator, type SimulatorOptions } from '../../electron/simulator/simulator.ts';
import type { ActionRecord, ActionState, MachineAction } from '../../shared/action.ts';
import type { Connection } from '../../shared/connection.ts';
import type { ConsoleLine } from '../../shared/console.ts';
import { succeed } from '../../shared/failure.ts';
import type { EvidenceLine, LedgerIntent } from '../../shared/journal.ts';
import type { MachineSettings } from '../../shared/machine-settings.ts';
import type { ActionId, MachineId } from '../../shared/units.ts';
import { FakeClock, settle } from './fake-clock.ts';
import { MachineNetwork, type Peer } from './machine-network.ts';
import { follow } from './scpi-session.ts';

export interface BenchOptions {
  readonly simulator?: Omit<SimulatorOptions, 'clock'>;
  readonly settings?: Partial<Extract<MachineSettings, { kind: 'network' }>>;
  readonly target?: Partial<SessionTarget>;
  readonly random?: () => number;
  readonly transcriptBytes?: number;
  /** Answers instead of the simulator. */
  readonly peer?: Peer;
  /** The same, for a peer that lives by the bench's clock; it ends with the bench. */
  readonly peerOf?: (clock: FakeClock) => Peer & Disposable;
}

/** A ledger that keeps everything in the order it was told. */
export class RecordingLedger implements ActionLedger {
  readonly intents: LedgerIntent[] = [];
  readonly evidence: EvidenceLine[] = [];
  readonly sending: ActionId[] = [];
  readonly states: { readonly id: ActionId; readonly state: ActionState }[] = [];
  /** What `aboutToSend` answers. */
  marking: ReturnType<ActionLedger['aboutToSend']> = succeed(null);

  intend(intent: LedgerIntent): ReturnType<ActionLedger['intend']> {
    this.intents.push(intent);
    return succeed(null);
  }

  aboutToSend(id: ActionId): ReturnType<ActionLedger['aboutToSend']> {
    this.sending.push(id);
    return this.marking;
  }

  progress(id: ActionId, state: ActionState): void {
    this.states.push({ id, state });
  }

  addEvidence(_id: ActionId, lines: readonly EvidenceLine[]): void {
    this.evidence.push(...lines);
  }
}

/** A whole `Machine` against a simulator, without sockets and without wall time. */
export interface MachineBench {
  readonly clock: FakeClock;
  readonly simulator: Simulator;
  readonly network: MachineNetwork;
  readonly machine: Machine;
  readonly ledger: RecordingLedger;
  /** Every state of the connection that was published, in order, repeats left out. */
  readonly connections: Connection[];
  readonly actions: ActionRecord[];
  readonly lines: ConsoleLine[];
  /** Starts, and lets the opening conversation and the first status query end. */
  readonly ready: () => Promise<void>;
  /** Leaves, disposes everything, and fails on a timer or a connection that is left. */
  readonly end: () => Promise<void>;
}

const machineId = 'machine-1' as MachineId;

export function networkSettings(
  change: Partial<Extract<MachineSettings, { kind: 'network' }>> = {},
): Extract<MachineSettings, { kind: 'network' }> {
  return {
    kind: 'network',
    id: machineId,
    name: 'Lab 2',
    address: 'machine.lab:7000',
    cap: 'Controller',
    mode: 'stay-connected',
    tls: {
      pinnedFingerprint: null,
      caFile: '',
      serverName: '',
      clientCertificateFile: '',
      clientKeyFile: '',
    },
    ...change,
  };
}

export function createBench(options: BenchOptions = {}): MachineBench {
  const clock = new FakeClock();
  const simulator = new Simulator({ clock, ...options.simulator });
  const peer = options.peerOf?.(clock);
  const network = new MachineNetwork(peer ?? options.peer ?? simulator);
  const settings = networkSettings(options.settings);
  const ledger = new RecordingLedger();
  let actionCount = 0;
  const machine = new Machine({
    settings,
    hasPassword: () => false,
    locked: () => null,
    unexplained: [],
    clock,
    random: options.random ?? (() => 0),
    transports: network,
    ledger,
    transcriptBytes: () => options.transcriptBytes ?? 64_000_000,
    newActionId: () => `action-${++actionCount}` as ActionId,
    target: () =>
      Promise.resolve({
        host: 'machine.lab',
        attempts: [{ port: 7000, transport: 'tcp' }],
        tls: { trust: { kind: 'first-use' }, client: null },
        password: null,
        cap: () => settings.cap,
        ...options.target,
      }),
  });
  const connections: Connection[] = [];
  machine.onChange(() => {
    const { connection } = machine.snapshot();
    if (connections.at(-1) !== connection) connections.push(connection);
  });
  const actions: ActionRecord[] = [];
  machine.onAction((record) => actions.push(record));
  const lines: ConsoleLine[] = [];
  machine.onConsoleLine((line) => lines.push(line));
  return {
    clock,
    simulator,
    network,
    machine,
    ledger,
    connections,
    actions,
    lines,
    async ready() {
      machine.start();
      await settle();
    },
    async end() {
      machine.dispose();
      simulator.dispose();
      peer?.dispose();
      await settle();
      expect({ timers: clock.pending, connections: network.openCount }).toEqual({
        timers: 0,
        connections: 0,
      });
    },
  };
}

/** Commands that do something, as opposed to asking, entering and leaving. */
export function deeds(commands: readonly string[]): readonly string[] {
  return commands.filter((command) => !housekeeping.test(command));
}

const housekeeping = /^(RET |ACC |SUBS |AUTH |QUIT$|\S*\?)/i;

/** The final states among the published records of each action. */
export function finalStates(records: readonly ActionRecord[]): readonly ActionState[] {
  return records
    .map(({ state }) => state)
    .filter(({ kind }) => ['confirmed', 'refused', 'not-sent', 'unknown'].includes(kind));
}

/** Performs an action, agreeing to whatever the interlocks ask at this moment. */
export function performAgreeing(machine: Machine, action: MachineAction): Promise<ActionRecord> {
  const verdict = machine.snapshot().interlocks[action.kind];
  const acknowledgement =
    verdict.kind === 'confirm'
      ? {
          situation: verdict.situation,
          codes: verdict.reasons.map(({ code }) => code),
          typedName: machine.settings.name,
        }
      : null;
  return machine.perform(action, acknowledgement);
}

/** Moves time on until the promise settles, at most `limitMilliseconds`. */
export async function settled<T>(
  clock: FakeClock,
  promise: Promise<T>,
  limitMilliseconds = 700_000,
): Promise<T> {
  const followed = follow(promise);
  await settle();
  for (let waited = 0; followed.outcome === 'waiting'; waited += 250) {
    if (waited >= limitMilliseconds) throw new Error(`Not settled after ${limitMilliseconds} ms`);
    await clock.advance(250);
  }
  return promise;
}
