import type {
  ConsoleLine,
  ConsolePage,
  MachineRunning,
  RunningCommand,
} from '../../shared/console.ts';
import type { ScriptRunState } from '../../shared/scripts.ts';
import type { MachineId } from '../../shared/units.ts';
import { LineLog } from './line-log.ts';

/** A transcript that changes in place, made anew as an object with every change so that views notice. */
export interface HeldTranscript {
  readonly log: LineLog;
  /** The oldest line main still has; null if it has none. */
  readonly oldest: number | null;
  /** Older lines that main no longer has. */
  readonly dropped: number;
}

/** Transcripts of the machines whose console was opened; the others' lines stay in main. */
export type Transcripts = Readonly<Record<MachineId, HeldTranscript>>;

/** Unfinished console commands of every machine that has any. */
export type RunningCommands = Readonly<Record<MachineId, readonly RunningCommand[]>>;

/** The script run that is on, or was last, of each machine that had one. */
export type ScriptRuns = Readonly<Record<MachineId, ScriptRunState>>;

/** Puts a fetched page in: the latest lines, or those next to the ones already held. */
export function loadPage(
  transcripts: Transcripts,
  machineId: MachineId,
  page: ConsolePage,
): Transcripts {
  const log = transcripts[machineId]?.log ?? new LineLog();
  if (log.last < log.first) log.append(page.lines);
  else {
    log.prepend(page.lines);
    log.append(page.lines);
  }
  return {
    ...transcripts,
    [machineId]: { log, oldest: page.first, dropped: page.dropped },
  };
}

export interface LineBatch {
  readonly machineId: MachineId;
  readonly lines: readonly ConsoleLine[];
}

/** Appends lines of machines whose console was opened, each sequence number once; none that would leave a gap. */
export function appendLines(
  transcripts: Transcripts,
  batches: readonly LineBatch[],
): { readonly transcripts: Transcripts; readonly behind: readonly MachineId[] } {
  let next = transcripts;
  const behind: MachineId[] = [];
  for (const { machineId, lines } of batches) {
    const known = next[machineId];
    const [first] = lines;
    if (known === undefined || first === undefined) continue;
    if (known.log.last >= known.log.first && first.sequence > known.log.last + 1) {
      behind.push(machineId);
      continue;
    }
    known.log.append(lines);
    next = { ...next, [machineId]: { ...known } };
  }
  return { transcripts: next, behind };
}

export function applyRunning(
  running: RunningCommands,
  changes: readonly MachineRunning[],
): RunningCommands {
  return {
    ...running,
    ...Object.fromEntries(changes.map(({ machineId, commands }) => [machineId, commands])),
  };
}

export function forgetTranscript(transcripts: Transcripts, machineId: MachineId): Transcripts {
  const { [machineId]: forgotten, ...others } = transcripts;
  return forgotten === undefined ? transcripts : others;
}
