import type { RunEvent } from '../../../electron/machine/run-topic.ts';
import {
  expandProtocol,
  findStep,
  holdSecondsAt,
  type Protocol,
  type StepAt,
  stepFilters,
  targetAt,
} from '../../../shared/protocol.ts';

export interface PlannedPass extends StepAt {
  readonly beginsAtSeconds: number;
  readonly seconds: number;
}

/** Walks through every point of a protocol without any short cut. `late` makes passes last longer. */
export function walk(protocol: Protocol, late: (at: StepAt) => number = () => 0): PlannedPass[] {
  const fastest = protocol.runMode === 'fast' ? 2.736 : 1.6;
  const passes: PlannedPass[] = [];
  let block = [25, 25, 25, 25, 25, 25];
  let clock = 0;
  for (const { stage, cycle, step, point } of expandProtocol(protocol)) {
    const found = findStep(protocol, { stage, cycle, step });
    if (found === null) throw new Error('No such step');
    let seconds = point === 1 ? late({ stage, cycle, step }) : 0;
    for (const part of found.parts) {
      if (part.kind === 'ramp') {
        const targets = block.map((_, zone) => Number(targetAt(part, zone + 1, cycle, point)));
        const way = Math.max(
          ...targets.map((target, zone) => Math.abs(target - (block[zone] ?? 0))),
        );
        const { rate } = part;
        const share = rate === null ? 1 : rate.value / 100;
        seconds += way / (rate?.unit === 'celsius-per-second' ? rate.value : fastest * share);
        block = targets;
      }
      if (part.kind === 'hold') seconds += holdSecondsAt(part, cycle, point) ?? Number.NaN;
      if (part.kind === 'collect') {
        const least = part.quant || part.pcr || part.tiff ? 3 * stepFilters(found).length : 0;
        seconds += Math.max(least, holdSecondsAt(part, cycle, point) ?? Number.NaN);
      }
    }
    const last = passes.at(-1);
    if (point > 1 && last !== undefined) {
      passes[passes.length - 1] = { ...last, seconds: last.seconds + seconds };
    } else passes.push({ stage, cycle, step, beginsAtSeconds: clock, seconds });
    clock += seconds;
  }
  return passes;
}

export interface TimedEvent {
  readonly atSeconds: number;
  readonly event: RunEvent;
}

/** The messages of the `Run` topic for these passes, from the first stage to the end. */
export function eventsOf(passes: readonly PlannedPass[]): TimedEvent[] {
  const events: TimedEvent[] = [];
  let before: PlannedPass | null = null;
  for (const pass of passes) {
    const atSeconds = pass.beginsAtSeconds;
    const newStage = pass.stage !== before?.stage;
    if (newStage)
      events.push({
        atSeconds,
        event: { kind: 'stage', stage: { kind: 'stage', number: pass.stage } },
      });
    if (newStage || pass.cycle !== before?.cycle)
      events.push({ atSeconds, event: { kind: 'cycle', cycle: pass.cycle } });
    events.push({ atSeconds, event: { kind: 'step', step: pass.step } });
    before = pass;
  }
  const atSeconds = before === null ? 0 : before.beginsAtSeconds + before.seconds;
  events.push({ atSeconds, event: { kind: 'stage', stage: { kind: 'postrun' } } });
  return events;
}
