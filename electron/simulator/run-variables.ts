import type { RunFacts } from './status-source.ts';
import { formatTimestamp } from './values.ts';

/** The value of `${name}` while a run is on; undefined for every name when it is not (instrument protocol, section 6). */
export function readVariable(run: RunFacts | null, name: string): string | undefined {
  if (!run) return undefined;
  switch (name.toLowerCase()) {
    case 'runtitle':
      return run.title;
    case 'protocol':
    case 'runmacro':
      return run.protocol?.name;
    case 'runmode':
      return run.mode ?? undefined;
    case 'samplevolume':
      return run.sampleVolume?.toFixed(1);
    case 'runstarttime':
      return run.startedAt === null ? undefined : formatTimestamp(run.startedAt);
    case 'stage':
      return run.stage ?? undefined;
    case 'cycle':
      return run.cycle ?? undefined;
    case 'step':
      return run.step ?? undefined;
    case 'point':
      return run.point ?? undefined;
    default:
      return undefined;
  }
}

/** A total of the running protocol by its lower-case name: `name-stages`, `name-stage2-count` (section 6). */
export function readProtocolNumber(run: RunFacts | null, name: string): number | undefined {
  if (!run?.protocol) return undefined;
  const prefix = `${run.protocol.name.toLowerCase()}-`;
  if (!name.startsWith(prefix)) return undefined;
  const rest = name.slice(prefix.length);
  if (rest === 'stages') return run.protocol.stages.length;
  const stage = /^stage(\d+)-count$/.exec(rest)?.[1];
  return stage === undefined ? undefined : run.protocol.stages[Number(stage) - 1]?.repeat;
}
