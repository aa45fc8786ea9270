import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { estimateRun, type RunEstimate } from '../../../shared/run-estimate.ts';
import type { RunProgress } from '../../../shared/run.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type FollowedRun, followSimulatedRun } from './followed-run.ts';

let clock: FakeClock;

beforeEach(() => {
  clock = new FakeClock();
});

afterEach(() => {
  expect(clock.pending).toBe(0);
});

interface Judged {
  readonly progress: RunProgress;
  readonly estimate: RunEstimate;
  /** What the run really took from here, in seconds. */
  readonly really: number;
}

function judge(run: FollowedRun): readonly Judged[] {
  return run.moments.flatMap(({ now, run: state, pace, temperatures }) => {
    if (state.kind !== 'active') return [];
    const { protocol, coverTarget } = run;
    const input = { now, run: state, pace, temperatures, protocol, coverTarget, heardAt: now };
    const estimate = estimateRun(input);
    if (estimate === null) throw new Error('A run is on');
    return [{ progress: state.progress, estimate, really: (run.endedAt - now) / 1000 }];
  });
}

/** The largest error in seconds; a time that is only “at least” must not be too long. */
function worst(judged: readonly Judged[]): number {
  const errors = judged.map(({ estimate: { remaining }, really }) => {
    if (remaining.kind === 'known') return Math.abs(remaining.seconds - really);
    if (remaining.kind !== 'at-least') throw new Error(`It is ${remaining.kind}`);
    expect(remaining.seconds).toBeLessThanOrEqual(really + 1);
    return 0;
  });
  return Math.max(...errors);
}

const inStage = (number: number, fromCycle: number) => (judged: Judged) =>
  judged.progress.stage.kind === 'stage' &&
  judged.progress.stage.number === number &&
  (judged.progress.cycle ?? 0) >= fromCycle;

const beforeStages = ({ progress }: Judged): boolean =>
  progress.stage.kind === 'starting' || progress.stage.kind === 'prerun';

// The simulated machine takes 3 s after the last stage, of which no protocol tells: they are in every tolerance.
describe('A run of 40 cycles on the simulated machine, which never says its remaining time', () => {
  it('is estimated to within 1 % before it is known, and to within 4 s once two cycles have taught it', async () => {
    const judged = judge(await followSimulatedRun(clock, 'Standard-PCR', { deaf: true }));
    expect(judged.length).toBeGreaterThan(1000);
    expect(worst(judged)).toBeLessThan(50);
    expect(worst(judged.filter(inStage(1, 1)))).toBeLessThan(38);
    const learnt = judged.filter(inStage(2, 3));
    expect(learnt.length).toBeGreaterThan(800);
    expect(worst(learnt)).toBeLessThan(4);
    for (const { estimate } of learnt)
      expect(estimate.remaining).toMatchObject({ source: 'learnt' });
  });
});

describe('A melt curve on the simulated machine, which never says its remaining time', () => {
  it('is estimated to within 20 s while the cover heats, 10 s at first and 4 s once two cycles are over', async () => {
    const judged = judge(await followSimulatedRun(clock, 'Melt-Curve', { deaf: true, every: 1 }));
    expect(worst(judged.filter(beforeStages))).toBeLessThan(20);
    expect(worst(judged.filter(inStage(1, 1)))).toBeLessThan(10);
    expect(worst(judged.filter(inStage(2, 1)))).toBeLessThan(10);
    expect(worst(judged.filter(inStage(2, 4)))).toBeLessThan(4);
  });
});

describe('A short run on the simulated machine', () => {
  it('takes longer for its pictures than its protocol says, and teaches that', async () => {
    const text = [
      'STAGE -repeat=20 1 Fast <multiline.stage>',
      '\tSTEP 1 <multiline.step>',
      '\t\tRAMP 40',
      '\t\tHACFILT m1,x1,quant m2,x2,quant m3,x3,quant m4,x4,quant m5,x5,quant m6,x6,quant',
      '\t\tHoldAndCollect 5',
      '\t</multiline.step>',
      '</multiline.stage>',
    ].join('\n');
    const judged = judge(
      await followSimulatedRun(clock, 'Pictures', { text, deaf: true, every: 1 }),
    );
    expect(worst(judged.filter(inStage(1, 1)))).toBeLessThan(30);
    expect(worst(judged.filter(inStage(1, 3)))).toBeLessThan(4);
  });

  it('says its remaining time itself, and that is what is shown', async () => {
    const judged = judge(await followSimulatedRun(clock, 'Demo', { every: 1 }));
    expect(worst(judged)).toBeLessThan(8);
    const heard = judged.filter(inStage(1, 1)).filter(({ progress }) => progress.time !== null);
    expect(heard.length).toBeGreaterThan(5);
    for (const { estimate } of heard)
      expect(estimate.remaining).toMatchObject({ kind: 'known', source: 'machine' });
    const fractions = judged.map(({ estimate }) => estimate.progress.overall);
    let before = 0;
    for (const overall of fractions) {
      if (overall.kind !== 'known') throw new Error('The protocol is known');
      expect(overall.fraction).toBeGreaterThanOrEqual(before);
      before = overall.fraction;
    }
    expect(before).toBe(1);
  });

  it('begins each step when it was told that it would', async () => {
    const run = await followSimulatedRun(clock, 'Demo', { deaf: true, every: 1 });
    const steps = run.inputs.flatMap((input) =>
      input.kind === 'event' && input.event.kind === 'step' ? [input.at] : [],
    );
    expect(steps).toHaveLength(11);
    for (const { estimate, really } of judge(run)) {
      if (estimate.next.kind !== 'step' || estimate.next.begins === null) continue;
      const now = run.endedAt - really * 1000;
      const began = steps.find((at) => at > now);
      const { at } = estimate.next.begins;
      expect(Math.abs((began ?? Number.NaN) - at)).toBeLessThan(8_000);
    }
  });
});
