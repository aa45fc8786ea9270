import type { AccessLevel } from './access-level.ts';
import type { ActionKind, ActionRecord, Verdict } from './action.ts';
import type { Connection, OfferedCertificate } from './connection.ts';
import type { HeldLease } from './lease.ts';
import type { MachineSettings } from './machine-settings.ts';
import type { Readings } from './readings.ts';
import type { RunState } from './run.ts';
import type { RunEstimate } from './run-estimate.ts';
import type { Instant, MachineId, SessionId } from './units.ts';

/** Another connection's level, as the `System` topic told it. The protocol names it by number only. */
export interface OtherSession {
  readonly session: SessionId;
  readonly level: AccessLevel;
  readonly exclusive: boolean;
  readonly at: Instant;
}

/** Everything the windows know of one machine: immutable, published whole whenever any of it changes. */
export interface MachineSnapshot {
  readonly id: MachineId;
  readonly settings: MachineSettings;
  readonly hasPassword: boolean;
  readonly connection: Connection;
  /** The machine's own nickname or product words once read; null before. */
  readonly nickname: string | null;
  /** When any byte last came from the machine. */
  readonly heardAt: Instant | null;
  readonly readings: Readings;
  readonly run: RunState;
  /** When the run will be done and how far it is, worked out in main; null if none is on. */
  readonly estimate: RunEstimate | null;
  /** Whether `run.protocol` would answer one. */
  readonly hasProtocol: boolean;
  /** Actions in flight and the last few that ended, oldest first. */
  readonly actions: readonly ActionRecord[];
  /** What the interlocks say now; `block-on` is judged for its lowest target. For display only: main judges again on sending. */
  readonly interlocks: Readonly<Record<ActionKind, Verdict>>;
  /** The level this workstation holds beyond single actions; null when it rests. */
  readonly lease: HeldLease | null;
  readonly others: readonly OtherSession[];
  /** A certificate waiting for a person's trust; null if none. */
  readonly offeredCertificate: OfferedCertificate | null;
}

/** One point of the temperature trace: zone means in °C as the machine published them. */
export interface TracePoint {
  /** When it arrived at this workstation. */
  readonly at: Instant;
  readonly sample: number;
  readonly block: number;
  readonly cover: number;
}

/** How far back the trace kept in memory for cards goes. */
export const traceMilliseconds = 10 * 60_000;
