import { expect, test } from 'vitest';
import { readProtocol } from '../../../electron/machine/protocol-tree.ts';
import {
  protocolStrip,
  type Strip,
} from '../../../renderer/features/timeline/protocol-strip-model.ts';
import type { StripPosition } from '../../../renderer/features/timeline/strip-position.ts';
import type { Protocol } from '../../../shared/protocol.ts';

function protocolOf(cycles: number): Protocol {
  const reading = readProtocol(
    `STAGe 1 _HOLD <multiline.stage>
	STEP 1 <multiline.step>
		RAMP 50 50 50 50 50 50
		HOLD 120
	</multiline.step>
</multiline.stage>
STAGe -repeat=${cycles} 2 _PCR <multiline.stage>
	STEP 1 <multiline.step>
		RAMP 95 95 95 95 95 95
		FANCYNEWTHING -level=3
		HOLD 3
	</multiline.step>
	STEP 2 <multiline.step>
		RAMP -increment=-0.5 -incrementCycle=2 58 59 60 61 62 62
		HACFILT m1,x1,quant
		HoldAndCollect -pcr=true -Quant=True -Tiff=False 30
	</multiline.step>
</multiline.stage>
STAGe 3 _END <multiline.stage>
	STEP 1 <multiline.step>
		RAMP 4
		HOLD
	</multiline.step>
</multiline.stage>`,
  );
  if (reading.kind !== 'protocol') throw new Error(JSON.stringify(reading));
  return {
    ...reading.protocol,
    coverTarget: 105 as Protocol['coverTarget'],
    runMode: 'standard',
    sampleVolume: 20,
  };
}

const at = (stage: number, cycle: number, step: number): StripPosition => ({
  kind: 'at',
  stage: { kind: 'stage', number: stage },
  cycle,
  step,
  stepSeconds: 24,
});

const states = ({ cards }: Strip): string[] => cards.map(({ title, state }) => `${title} ${state}`);

test('stages before the current one are done, those after it to come', () => {
  const strip = protocolStrip(protocolOf(40), at(2, 17, 2), 190);
  expect(states(strip)).toEqual(['PRERUN done', 'Stage 1 done', 'Stage 2 now', 'Stage 3 next']);
  expect(strip.facts).toEqual(['standard mode', '20 µL']);
  expect(strip.cards[0]?.facts).toEqual({ top: 'Cover 105 °C', time: '3:10', foot: 'Heat up' });
});

test('a stage is one card however many cycles it has, with a counter and a share', () => {
  for (const cycles of [40, 400]) {
    const strip = protocolStrip(protocolOf(cycles), at(2, 17, 2), null);
    expect(strip.cards).toHaveLength(4);
    expect(strip.cards[2]?.cycles).toBe(`cycle 17/${cycles}`);
    expect(strip.cards[2]?.fraction).toBe(17 / cycles);
  }
  const strip = protocolStrip(protocolOf(400), at(1, 1, 1), null);
  expect(strip.cards.map(({ cycles }) => cycles)).toEqual(['', 'cycle 1/1', '400×', '1×']);
});

test('the current step shows how far its hold is, and its collection', () => {
  const [, , card] = protocolStrip(protocolOf(40), at(2, 1, 2), null).cards;
  const [first, second] = card?.steps ?? [];
  expect(second).toMatchObject({
    state: 'now',
    time: '0:24 of 0:30',
    collects: true,
    name: 'Step 2',
  });
  expect(first).toMatchObject({ state: 'next', time: '0:03', collects: false });
});

test('a hold is never shown as longer than it is', () => {
  const late: StripPosition = { ...at(2, 1, 2), stepSeconds: 99 } as StripPosition;
  const [, , card] = protocolStrip(protocolOf(40), late, null).cards;
  expect(card?.steps[1]?.time).toBe('0:30 of 0:30');
});

const step = (cycle: number) =>
  protocolStrip(protocolOf(40), at(2, cycle, 2), null).cards[2]?.steps[1];

test('temperatures are those of the current cycle, with their change from cycle to cycle beside them', () => {
  expect(step(1)?.temperature).toBe('58–62 °C');
  expect(step(3)?.temperature).toBe('57–61 °C');
  expect(step(3)?.notes).toEqual(['−0.5 °C a cycle']);
});

test('a part that is not understood is shown as its text', () => {
  const strip = protocolStrip(protocolOf(40), { kind: 'none' }, null);
  expect(strip.cards[2]?.steps[0]?.notes).toEqual(['FANCYNEWTHING -level=3']);
});

test('a hold without an end says so', () => {
  const strip = protocolStrip(protocolOf(40), { kind: 'none' }, null);
  expect(strip.cards[3]?.steps[0]?.time).toBe('until ended');
  expect(states(strip)).toEqual(['PRERUN next', 'Stage 1 next', 'Stage 2 next', 'Stage 3 next']);
});

test('a completed run has done it all; a run that ended early says where', () => {
  const place = { stage: { kind: 'stage', number: 2 }, cycle: 9, step: 1 } as const;
  const done = protocolStrip(protocolOf(40), { kind: 'over', completed: true, ...place }, null);
  expect(done.cards.every(({ state, fraction }) => state === 'done' && fraction === 1)).toBe(true);
  const early = protocolStrip(protocolOf(40), { kind: 'over', completed: false, ...place }, null);
  expect(states(early)).toEqual([
    'PRERUN done',
    'Stage 1 done',
    'Stage 2 stopped',
    'Stage 3 skipped',
  ]);
  expect(early.cards[2]?.cycles).toBe('cycle 9/40');
  expect(early.cards[2]?.steps.map(({ state }) => state)).toEqual(['stopped', 'skipped']);
});

test('while the cover heats, PRERUN is on; after the last stage POSTRUN is', () => {
  const place = { cycle: null, step: null, stepSeconds: null } as const;
  const before = protocolStrip(
    protocolOf(40),
    { kind: 'at', stage: { kind: 'prerun' }, ...place },
    60,
  );
  expect(states(before)).toEqual(['PRERUN now', 'Stage 1 next', 'Stage 2 next', 'Stage 3 next']);
  const after = protocolStrip(
    protocolOf(40),
    { kind: 'at', stage: { kind: 'postrun' }, ...place },
    60,
  );
  expect(states(after).at(-1)).toBe('POSTRUN now');
  expect(after.cards.slice(0, -1).every(({ state }) => state === 'done')).toBe(true);
});

test('a small change from cycle to cycle is not rounded, for it adds up over hundreds of them', () => {
  const reading = readProtocol(
    `STAGe -repeat=400 1 _PCR <multiline.stage>
	STEP 1 <multiline.step>
		RAMP -increment=-0.05 -incrementCycle=2 72
		HOLD 3
	</multiline.step>
</multiline.stage>`,
  );
  if (reading.kind !== 'protocol') throw new Error(JSON.stringify(reading));
  const [, card] = protocolStrip(reading.protocol, at(1, 301, 1), null).cards;
  expect(card?.cycles).toBe('cycle 301/400');
  expect(card?.steps[0]).toMatchObject({ temperature: '57 °C', notes: ['−0.05 °C a cycle'] });
});
