import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunInput } from '../../../electron/machine/run-monitor.ts';
import type { Protocol, StepAt } from '../../../shared/protocol.ts';
import {
  fits,
  followPace,
  initialPace,
  learntExcess,
  type PaceInput,
  type RunPace,
} from '../../../shared/run-pace.ts';
import type { Instant } from '../../../shared/units.ts';
import { anyProtocol } from './generated-protocol.ts';
import { readTree } from './estimate-scene.ts';
import { eventsOf, type TimedEvent, walk } from './planned-run.ts';

const instant = (seconds: number): Instant => (1_000_000 + Math.round(seconds * 1000)) as Instant;

const heard = ({ atSeconds, event }: TimedEvent): RunInput => ({
  kind: 'event',
  at: instant(atSeconds),
  event,
});

const after = (inputs: readonly PaceInput[], from: RunPace = initialPace): RunPace =>
  inputs.reduce(followPace, from);

const said = (seconds: number, ...words: readonly TimedEvent['event'][]): RunInput[] =>
  words.map((event) => heard({ atSeconds: seconds, event }));

const stage = (number: number) => ({ kind: 'stage', stage: { kind: 'stage', number } }) as const;
const cycle = (number: number) => ({ kind: 'cycle', cycle: number }) as const;
const step = (number: number) => ({ kind: 'step', step: number }) as const;

const status = (
  seconds: number,
  instrument: 'running' | 'paused' | 'idle',
  at: Partial<StepAt>,
  title: string | null = 'my run',
): RunInput => ({
  kind: 'status',
  at: instant(seconds),
  status: {
    title,
    stage: at.stage === undefined ? { kind: 'starting' } : { kind: 'stage', number: at.stage },
    cycle: at.cycle ?? null,
    step: at.step ?? null,
    point: null,
    instrument: { kind: instrument },
    startedAt: null,
  },
});

const seconds = (pace: RunPace): number[] => pace.samples.map((sample) => sample.seconds);

describe('The pace of a run', () => {
  it('learns each pass of which beginning and end were seen', () => {
    const pace = after([
      ...said(0, stage(1), cycle(1), step(1)),
      ...said(10, step(2)),
      ...said(30, cycle(2), step(1)),
      ...said(41, step(2)),
      ...said(60, stage(2), cycle(1), step(1)),
    ]);
    expect(pace.samples).toEqual([
      { stage: 1, cycle: 1, step: 1, seconds: 10, endedBy: 'step' },
      { stage: 1, cycle: 1, step: 2, seconds: 20, endedBy: 'cycle' },
      { stage: 1, cycle: 2, step: 1, seconds: 11, endedBy: 'step' },
      { stage: 1, cycle: 2, step: 2, seconds: 19, endedBy: 'stage' },
    ]);
    expect(pace.open).toMatchObject({ stage: 2, cycle: 1, step: 1, startSeen: true });
  });

  it('keeps the last five passes of each step and no more', () => {
    const cycles = Array.from({ length: 9 }, (_, index) =>
      said(index * 10 + index, cycle(index + 1), step(1)),
    );
    const pace = after([...said(0, stage(1)), ...cycles.flat()]);
    expect(pace.samples.map((sample) => sample.cycle)).toEqual([4, 5, 6, 7, 8]);
  });

  it('counts nothing that a gap, a pause or a late arrival touches', () => {
    const begin = said(0, stage(1), cycle(1), step(1));
    const end = said(50, step(2));
    expect(seconds(after([...begin, ...end]))).toEqual([50]);
    expect(seconds(after([...begin, { kind: 'gap' }, ...end]))).toEqual([]);
    expect(seconds(after([...begin, { kind: 'gap' }, ...said(50, stage(3))]))).toEqual([]);
    const here = { stage: 1, cycle: 1, step: 1 };
    const back = status(20, 'running', here);
    expect(seconds(after([...begin, { kind: 'gap' }, back, ...end]))).toEqual([]);
    expect(seconds(after([...begin, status(20, 'paused', here), ...end]))).toEqual([]);
    expect(
      seconds(after([...begin, status(20, 'paused', here), status(30, 'running', here), ...end])),
    ).toEqual([]);
    expect(seconds(after([status(20, 'running', here), ...end]))).toEqual([]);
    // A status that agrees changes nothing.
    expect(seconds(after([...begin, status(20, 'running', here), ...end]))).toEqual([50]);
  });

  it('loses the count where the machine’s own numbers do not follow each other', () => {
    const begin = said(0, stage(1), cycle(1), step(1));
    for (const jump of [cycle(3), cycle(1), step(3), step(1)]) {
      const pace = after([...begin, ...said(50, jump), ...said(60, cycle(4), step(1))]);
      expect(pace).toMatchObject({ stage: null, open: null, samples: [] });
    }
  });

  it('takes for true only what ended where the protocol says', () => {
    const protocol = readTree(`STAGE -repeat=3 1 S <multiline.stage>
      STEP 1 <multiline.step>
      </multiline.step>
      STEP 2 <multiline.step>
      </multiline.step>
    </multiline.stage>`);
    const found = [1, 3].flatMap((number) =>
      [1, 2, 3].flatMap((place) =>
        (['step', 'cycle', 'stage'] as const)
          .map((endedBy) => ({ stage: 1, cycle: number, step: place, seconds: 1, endedBy }))
          .filter((sample) => fits(protocol, sample))
          .map(({ endedBy }) => `${number}.${place} ${endedBy}`),
      ),
    );
    expect(found).toEqual(['1.1 step', '1.2 cycle', '3.1 step', '3.2 stage']);
  });

  it('leaves pauses out of the age of the step that is on', () => {
    const here = { stage: 1, cycle: 1, step: 1 };
    const pace = after([
      ...said(0, stage(1), cycle(1), step(1)),
      status(20, 'paused', here),
      status(25, 'paused', here),
      status(120, 'running', here),
    ]);
    expect(pace.open?.since).toBe(instant(100));
  });

  it('takes up the count again where a status says the run is', () => {
    const pace = after([
      ...said(0, stage(1), cycle(1), step(1)),
      { kind: 'gap' },
      status(60, 'running', { stage: 1, cycle: 3, step: 2 }),
      ...said(70, cycle(4), step(1)),
      ...said(80, step(2)),
    ]);
    expect(pace.samples).toEqual([{ stage: 1, cycle: 4, step: 1, seconds: 10, endedBy: 'step' }]);
  });

  it('starts anew with another run and forgets all when none is on', () => {
    const one = after([
      status(0, 'running', { stage: 1, cycle: 1, step: 1 }),
      ...said(5, step(2)),
      ...said(15, cycle(2)),
    ]);
    expect(seconds(one)).toEqual([10]);
    const here = { stage: 1, cycle: 2, step: 1 };
    expect(seconds(after([status(20, 'running', here)], one))).toEqual([10]);
    expect(seconds(after([status(20, 'running', here, 'another')], one))).toEqual([]);
    expect(seconds(after(said(20, { kind: 'starting', title: 'my run' }), one))).toEqual([]);
    expect(after([status(20, 'idle', {}, null)], one)).toEqual(initialPace);
  });

  it('learns how much longer than planned each step lasts, whatever single passes say', () => {
    fc.assert(
      fc.property(anyProtocol(false), fc.integer({ min: 0, max: 50 }), (protocol, tenths) => {
        const late = tenths / 10;
        // One pass in each stage is held up, as by a pause that nobody noticed.
        const passes = walk(protocol, (at) => (at.cycle === 4 ? late + 500 : late));
        const pace = after(eventsOf(passes).map(heard));
        const excess = learntExcess(protocol, pace);
        for (const one of protocol.stages) {
          for (const { number } of one.steps) {
            if (one.repeat === 1 || (one.repeat ?? 0) !== 4)
              expect(excess(one.number, number)).toBeCloseTo(late, 2);
          }
        }
        expect(excess(99, 1)).toBe(0);
      }),
    );
  });

  it('never takes a wrong length for true, whichever single messages are missed', () => {
    const scene = fc.record({
      protocol: anyProtocol(false),
      missed: fc.array(fc.nat(200), { maxLength: 8 }),
    });
    fc.assert(
      fc.property(scene, ({ protocol, missed }) => {
        const passes = walk(protocol);
        const events = eventsOf(passes);
        // Never two neighbours: a longer loss is a lost connection, which is told.
        const dropped = new Set<number>();
        for (const index of missed) {
          if (!dropped.has(index - 1) && !dropped.has(index + 1)) dropped.add(index);
        }
        const rest = events.filter((_, index) => !dropped.has(index)).map(heard);
        expectTrue(protocol, passes, after(rest));
      }),
      { numRuns: 400 },
    );
  });

  it('never takes a wrong length for true, whatever is missed in gaps that are told', () => {
    const scene = fc.record({
      protocol: anyProtocol(false),
      gaps: fc.array(fc.tuple(fc.nat(60), fc.nat(30)), { minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(scene, ({ protocol, gaps }) => {
        const passes = walk(protocol);
        const inputs = eventsOf(passes).flatMap((event, index): PaceInput[] => {
          const gap = gaps.find(([from, length]) => index >= from && index < from + length);
          if (gap === undefined) return [heard(event)];
          return index === gap[0] ? [{ kind: 'gap' }] : [];
        });
        expectTrue(protocol, passes, after(inputs));
      }),
      { numRuns: 400 },
    );
  });
});

function expectTrue(protocol: Protocol, passes: ReturnType<typeof walk>, pace: RunPace): void {
  for (const sample of pace.samples) {
    if (!fits(protocol, sample)) continue;
    const pass = passes.find(
      (one) => one.stage === sample.stage && one.cycle === sample.cycle && one.step === sample.step,
    );
    expect(sample.seconds).toBeCloseTo(pass?.seconds ?? Number.NaN, 2);
  }
}
