import type { ConsoleLine } from '../../shared/console.ts';
import type { MachineId } from '../../shared/units.ts';

/** Lines a window keeps of each machine; main keeps many more. */
const windowCapacity = 5_000;

/** Transcripts of the machines whose console was opened; the others' lines stay in main. */
export type Transcripts = Readonly<Record<MachineId, readonly ConsoleLine[]>>;

/** Puts a fetched transcript in, keeping lines that arrived by event meanwhile. */
export function loadTranscript(
  transcripts: Transcripts,
  machineId: MachineId,
  lines: readonly ConsoleLine[],
): Transcripts {
  const last = lines.at(-1)?.sequence ?? 0;
  const newer = (transcripts[machineId] ?? []).filter((line) => line.sequence > last);
  return { ...transcripts, [machineId]: capped([...lines, ...newer]) };
}

/** Appends lines of machines whose console was opened, each sequence number once. */
export function appendLines(
  transcripts: Transcripts,
  batches: readonly { readonly machineId: MachineId; readonly lines: readonly ConsoleLine[] }[],
): Transcripts {
  let next = transcripts;
  for (const { machineId, lines } of batches) {
    const known = next[machineId];
    if (known === undefined) continue;
    const last = known.at(-1)?.sequence ?? 0;
    const fresh = lines.filter((line) => line.sequence > last);
    if (fresh.length > 0) next = { ...next, [machineId]: capped([...known, ...fresh]) };
  }
  return next;
}

function capped(lines: readonly ConsoleLine[]): readonly ConsoleLine[] {
  return lines.length > windowCapacity ? lines.slice(-windowCapacity) : lines;
}
