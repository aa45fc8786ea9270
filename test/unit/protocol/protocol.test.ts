import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProtocol } from '../../../electron/machine/protocol-tree.ts';
import {
  expandProtocol,
  filterName,
  findStep,
  firstStep,
  holdSecondsAt,
  type Protocol,
  type StepAt,
  stepAfter,
  stepCollects,
  stepFilters,
  targetAt,
  totalCollections,
  unknownTexts,
} from '../../../shared/protocol.ts';
import {
  cyclesSpan,
  protocolSpan,
  spanAfter,
  stageSpan,
  stepSpan,
} from '../../../shared/protocol-timing.ts';
import { describeSeconds, describeStep } from '../../../shared/protocol-words.ts';
import { anyProtocol } from './generated-protocol.ts';
import { walk } from './planned-run.ts';

function stages(...texts: readonly string[]): Protocol {
  const reading = readProtocol(texts.join('\n'));
  if (reading.kind !== 'protocol') throw new Error(reading.reason);
  return reading.protocol;
}

const stage = (number: number, repeat: number, ...steps: readonly string[]): string =>
  [
    `STAGE -repeat=${repeat} ${number} S${number} <multiline.stage>`,
    ...steps.map(
      (parts, index) => `STEP ${index + 1} <multiline.step>\n${parts}\n</multiline.step>`,
    ),
    '</multiline.stage>',
  ].join('\n');

const melt = stages(
  stage(1, 1, 'RAMP 95\nHOLD 15'),
  stage(
    2,
    400,
    'RAMP -increment=-0.1 -incrementcycle=2 60 60 60 60 60 62\nHACFILT m4,x1,quant m1,x1\nHoldAndCollect 30 -increment=2 -incrementcycle=3',
    'HOLD 1',
  ),
);
const [, sweep] = melt.stages;

const words = (at: StepAt): string => {
  const step = findStep(melt, at);
  return step === null ? 'nothing there' : describeStep(step, at.cycle);
};

describe('A protocol', () => {
  it('changes targets and times once at the first changed cycle, twice at the next', () => {
    const [ramp, , hold] = sweep?.steps[0]?.parts ?? [];
    if (ramp?.kind !== 'ramp' || hold?.kind !== 'collect') throw new Error('other parts');
    expect([1, 2, 3, 400].map((cycle) => Number(targetAt(ramp, 6, cycle).toFixed(3)))).toEqual([
      62, 61.9, 61.8, 22.1,
    ]);
    expect([1, 2, 3, 4].map((cycle) => holdSecondsAt(hold, cycle))).toEqual([30, 30, 32, 34]);
    expect(() => targetAt(ramp, 7, 1)).toThrow(RangeError);
  });

  it('never holds for less than no time', () => {
    const [step] =
      stages(stage(1, 9, 'HOLD 5 -increment=-3 -incrementcycle=1')).stages[0]?.steps ?? [];
    const [hold] = step?.parts ?? [];
    if (hold?.kind !== 'hold') throw new Error('other parts');
    expect([1, 2, 9].map((cycle) => holdSecondsAt(hold, cycle))).toEqual([2, 0, 0]);
  });

  it('knows what is photographed and how often', () => {
    const [collecting, plain] = sweep?.steps ?? [];
    if (collecting === undefined || plain === undefined) throw new Error('no steps');
    expect(stepFilters(collecting).map(filterName)).toEqual(['x1-m4', 'x1-m1']);
    expect([stepCollects(collecting), stepCollects(plain)]).toEqual([true, false]);
    expect(totalCollections(melt)).toBe(400);
  });

  it('cannot tell collections or times where a repeat is unreadable, and says which commands it does not know', () => {
    const odd = stages(
      stage(1, 2, 'SHAKE 3\nHoldAndCollect 5').replace('-repeat=2', '-repeat=many'),
    );
    expect(totalCollections(odd)).toBeNull();
    expect(protocolSpan(odd)).toBeNull();
    expect(unknownTexts(odd)).toEqual(['SHAKE 3']);
  });

  it('is put in words', () => {
    expect(words({ stage: 1, cycle: 1, step: 1 })).toBe('95.0 °C, hold 15 s');
    expect(words({ stage: 2, cycle: 3, step: 1 })).toBe(
      '59.8 to 61.8 °C across the zones, hold 32 s and photograph x1-m4, x1-m1',
    );
    const other = stages(stage(1, 1, 'RAMP 4\nTILT 3\nHOLD')).stages[0]?.steps[0];
    expect(other && describeStep(other, 1)).toBe('4.0 °C, “TILT 3”, hold until ended by hand');
    expect([0.4, 59.6, 90, 3600, 7500, 7199.9].map(describeSeconds)).toEqual([
      '0 s',
      '1 min',
      '1 min 30 s',
      '1 h',
      '2 h 5 min',
      '2 h',
    ]);
  });

  it('expands to repeats × steps × points passes, one at a time', () => {
    fc.assert(
      fc.property(anyProtocol(true), (protocol) => {
        const expected = protocol.stages.reduce(
          (sum, { repeat, steps }) =>
            sum + (repeat ?? 1) * steps.reduce((points, step) => points + (step.repeat ?? 1), 0),
          0,
        );
        expect([...expandProtocol(protocol)]).toHaveLength(expected);
      }),
    );
    const endless = { ...melt, stages: melt.stages.map((one) => ({ ...one, repeat: 1e15 })) };
    const passes = expandProtocol(endless);
    expect([passes.next().value, passes.next().value]).toEqual([
      { stage: 1, cycle: 1, step: 1, point: 1 },
      { stage: 1, cycle: 2, step: 1, point: 1 },
    ]);
  });

  it('names for each pass the one that the expansion has next', () => {
    fc.assert(
      fc.property(anyProtocol(true), (protocol) => {
        const passes = [...expandProtocol(protocol)]
          .filter(({ point }) => point === 1)
          .map(({ stage: number, cycle, step }) => ({ stage: number, cycle, step }));
        expect(firstStep(protocol)).toEqual(passes[0]);
        for (const [index, pass] of passes.entries())
          expect(stepAfter(protocol, pass)).toEqual(passes[index + 1] ?? null);
      }),
    );
    expect(stepAfter(melt, { stage: 9, cycle: 1, step: 1 })).toBeNull();
  });
});

describe('The planned time of a protocol', () => {
  it('is the sum of every ramp and hold walked through one by one', () => {
    fc.assert(
      fc.property(anyProtocol(false), (protocol) => {
        const passes = walk(protocol);
        const total = passes.reduce((sum, { seconds }) => sum + seconds, 0);
        expect(protocolSpan(protocol)?.seconds).toBeCloseTo(total, 6);
        for (const pass of passes) {
          expect(stepSpan(protocol, pass)?.seconds).toBeCloseTo(pass.seconds, 6);
          const after = total - pass.beginsAtSeconds - pass.seconds;
          expect(spanAfter(protocol, pass)?.seconds).toBeCloseTo(after, 6);
        }
      }),
    );
  });

  it('counts what the run taught once for every pass', () => {
    const steady = stages(stage(1, 40, 'RAMP 95\nHOLD 15', 'RAMP 60\nHOLD 60'));
    const [only] = steady.stages;
    if (only === undefined) throw new Error('no stage');
    const late = stageSpan(steady, only, (_, step) => (step === 2 ? 0.5 : 0))?.seconds ?? 0;
    expect(late - (stageSpan(steady, only)?.seconds ?? 0)).toBeCloseTo(20, 6);
    expect(cyclesSpan(steady, only, 41, 40)).toEqual({ seconds: 0, endless: false });
  });

  it('ends at an endless hold, wherever that is', () => {
    const held = stages(stage(1, 2, 'HOLD 10', 'HOLD 5\nHOLD'), stage(2, 1, 'HOLD 7'));
    expect(protocolSpan(held)).toEqual({ seconds: 15, endless: true });
    expect(spanAfter(held, { stage: 2, cycle: 1, step: 1 })).toEqual({
      seconds: 0,
      endless: false,
    });
    expect(stepSpan(held, { stage: 3, cycle: 1, step: 1 })).toBeNull();
  });
});
