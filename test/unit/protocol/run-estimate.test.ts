import { describe, expect, it } from 'vitest';
import type { RunActivity, RunProgress } from '../../../shared/run.ts';
import { type EstimateInput, estimateRun, type RunEstimate } from '../../../shared/run-estimate.ts';
import { initialPace } from '../../../shared/run-pace.ts';
import type { Celsius } from '../../../shared/units.ts';
import {
  coverAt,
  estimate,
  inStage,
  instant,
  plannedSeconds,
  progress,
  protocol,
  readTree,
  said,
} from './estimate-scene.ts';

const lost = (now: number): RunEstimate =>
  estimate(said(100, 275), { now: instant(now), heardAt: instant(100) });

const why = (where: Partial<RunProgress>, changes: Partial<EstimateInput>): string =>
  estimate(where, changes).remaining.explanation;

describe('The remaining time of a run', () => {
  it('is the machine’s own word while that is fresh, counted down', () => {
    expect(estimate(said(98, 275)).remaining).toEqual({
      kind: 'known',
      seconds: 273,
      finishAt: instant(373),
      source: 'machine',
      explanation: 'The machine says 4 min 33 s.',
    });
  });

  it('is computed from the protocol where the machine is silent about it, or has counted to zero too early', () => {
    const computed = {
      kind: 'known',
      seconds: 235,
      finishAt: instant(335),
      source: 'computed',
      explanation: 'Computed from the protocol, without the machine’s own word.',
    };
    expect(estimate({}).remaining).toEqual(computed);
    expect(estimate(said(90, 275)).remaining).toEqual(computed);
    expect(estimate(said(98, 0)).remaining).toEqual(computed);
  });

  it('follows the pace that the run has taught', () => {
    const samples = [
      { stage: 2, cycle: 1, step: 1, seconds: 21, endedBy: 'step' },
      { stage: 2, cycle: 1, step: 2, seconds: 42, endedBy: 'cycle' },
    ] as const;
    const pace = { ...initialPace, samples };
    const { remaining, next } = estimate({ cycle: 2 }, { pace });
    expect(remaining).toMatchObject({
      kind: 'known',
      seconds: 3 * 63,
      source: 'learnt',
      explanation:
        'Computed from the protocol and from how long this run’s steps have taken; at most, because the step that is on began unseen.',
    });
    expect(next).toMatchObject({ at: { cycle: 2, step: 2 }, begins: { seconds: 21 } });
  });

  it('adds the heating of the cover to the machine’s time, which stands still before the first stage', () => {
    const heating: RunActivity = { kind: 'ramping', cover: true, target: 105 };
    const prerun = { stage: { kind: 'prerun' }, activity: heating, cycle: 1, step: null } as const;
    const {
      remaining,
      next,
      progress: done,
    } = estimate({ ...prerun, ...said(95, 300) }, { temperatures: coverAt(99, 85) });
    expect(remaining).toMatchObject({
      kind: 'known',
      source: 'computed',
      explanation:
        'The machine says 5 min; the cover, now at 85 of 105 °C, needs about 1 min 34 s before that begins to count.',
    });
    expect(remaining.kind === 'known' && remaining.seconds).toBeCloseTo(394.3, 1);
    expect(next).toMatchObject({
      at: { stage: 1, cycle: 1, step: 1 },
      description: '57.0 °C, hold 1 min 40 s',
    });
    expect(done.overall).toMatchObject({ fraction: 0 });
  });

  it('says “at least” before the first stage where the cover is unknown', () => {
    const starting = { stage: { kind: 'starting' }, cycle: null, step: null } as const;
    expect(estimate({ ...starting, ...said(95, 300) }).remaining).toMatchObject({
      kind: 'at-least',
      seconds: 300,
      notBefore: instant(400),
      source: 'machine',
      explanation:
        'The machine says 5 min; that begins to count when the cover is hot, and how long this takes is not known.',
    });
    const { remaining, next } = estimate(starting);
    expect(remaining).toMatchObject({ kind: 'at-least', seconds: plannedSeconds });
    expect(next).toMatchObject({ kind: 'step', begins: null });
  });

  it('trusts a set point of the cover only if the machine may already be heating to it', () => {
    const prerun = { stage: { kind: 'prerun' }, cycle: 1, step: null } as const;
    const cover = { temperatures: coverAt(99, 40), coverTarget: 105 as Celsius };
    expect(estimate(prerun, cover).remaining.kind).toBe('known');
    const pace = { ...initialPace, complete: true };
    expect(estimate(prerun, { ...cover, pace }).remaining.kind).toBe('at-least');
  });

  it('stands still in a pause and says when the run would end if it were resumed now', () => {
    const at = progress(said(96, 275));
    const paused = { run: { kind: 'paused', progress: at, pausedAt: instant(98) } } as const;
    const first = estimate({}, paused);
    expect(first.basis).toBe('if-resumed-now');
    expect(first.remaining).toMatchObject({ seconds: 275, finishAt: instant(375) });
    const later = estimate({}, { ...paused, now: instant(1000), heardAt: instant(1000) });
    expect(later.remaining).toEqual({
      ...first.remaining,
      finishAt: instant(1275),
    });
    const own = { run: { ...paused.run, progress: progress({}) } } as const;
    expect(estimate({}, { ...own, now: instant(1000) }).remaining).toMatchObject({
      seconds: 237,
      source: 'computed',
    });
  });

  it('counts on while contact is lost, never below zero', () => {
    expect(lost(220)).toMatchObject({
      basis: 'out-of-contact',
      remaining: {
        seconds: 155,
        finishAt: instant(375),
        explanation:
          'The machine says 4 min 35 s; nothing was heard for 2 min, and this takes it that the run goes on.',
      },
    });
    expect(lost(9999).remaining).toMatchObject({ seconds: 0, finishAt: instant(375) });
  });

  it('is told only up to a hold without an end', () => {
    const cold = readTree(`${protocol.text}
STAGE 3 Keep <multiline.stage>
  STEP 1 <multiline.step>
    RAMP 41
    HOLD
  </multiline.step>
</multiline.stage>`);
    expect(estimate(said(98, 275), { protocol: cold }).remaining).toEqual({
      kind: 'endless',
      holdInSeconds: 245,
      holdAt: instant(345),
      source: 'computed',
      explanation: 'The run comes to a hold without an end and goes on until somebody ends it.',
    });
    const held = estimate(
      { stage: inStage(3) },
      { protocol: cold, now: instant(200), heardAt: null },
    );
    expect(held.remaining).toMatchObject({ kind: 'endless', holdInSeconds: 0 });
    expect(held.next.kind).toBe('none');
  });

  it('falls back to what the machine last said, and else says why it knows nothing', () => {
    expect(estimate(said(60, 275), { protocol: null }).remaining).toMatchObject({
      seconds: 235,
      source: 'machine',
      explanation: 'The machine last said 4 min 35 s, 40 s ago.',
    });
    expect(why({}, { protocol: null })).toMatch('protocol has not been read');
    expect(why({ stage: inStage(7) }, {})).toMatch('at a place that its protocol does not have');
    const odd = readTree(protocol.text.replace('-repeat=4', '-repeat=n'));
    expect(why({}, { protocol: odd })).toMatch('repeats in the protocol could not be read');
  });

  it('waits for a ramp that is slower than planned', () => {
    const ramping: RunActivity = { kind: 'ramping', cover: false, target: 73 };
    const block = coverAt(100, 105);
    const { remaining } = estimate({ activity: ramping }, { temperatures: block });
    // 48 °C are left at 1.6 °C/s, then 10 s.
    expect(remaining).toMatchObject({ seconds: 30 + 10 + 220 });
  });

  it('says that the last stage is over and that a step lasts too long', () => {
    const over = estimate({ stage: { kind: 'postrun' }, cycle: 1, step: null });
    expect(over.remaining).toMatchObject({ kind: 'at-least', seconds: 0 });
    expect(over.next.kind).toBe('none');
    expect(over.progress.overall).toMatchObject({ fraction: 1 });
    const late = estimate({}, { now: instant(500), heardAt: instant(500) });
    expect(late.remaining).toMatchObject({ seconds: 220 });
    expect(late.remaining.explanation).toMatch('lasts longer than expected');
  });

  it('is asked of a run that is on', () => {
    const input = { protocol, pace: initialPace, temperatures: null, coverTarget: null };
    const now = instant(0);
    expect(estimateRun({ ...input, now, heardAt: now, run: { kind: 'none' } })).toBeNull();
  });
});

describe('What comes next', () => {
  it('is the next step with its words and its moment', () => {
    expect(estimate({}).next).toEqual({
      kind: 'step',
      at: { stage: 2, cycle: 1, step: 2 },
      description: '57.0 °C, hold 30 s and photograph x1-m1',
      begins: { seconds: 15, at: instant(115), source: 'computed' },
      explanation: 'Computed from the protocol and from when the step that is on began.',
    });
    expect(estimate({ cycle: 4, step: 2 }).next.kind).toBe('none');
    expect(estimate({}, { protocol: null }).next.kind).toBe('unknown');
  });
});

describe('The progress of a run', () => {
  it('has a segment for each stage, by planned time', () => {
    const { overall, stages } = estimate({ cycle: 2, step: 2 }).progress;
    expect(stages).toEqual([
      { number: 1, label: 'Hold', cycles: 1, plannedSeconds: 120, fraction: 1 },
      { number: 2, label: 'Cycling', cycles: 4, plannedSeconds: 240, fraction: 85 / 240 },
    ]);
    expect(overall).toMatchObject({ fraction: 205 / 360, source: 'computed' });
  });

  it('comes from the machine’s times where the protocol is unknown', () => {
    const { overall, stages } = estimate(said(98, 300), { protocol: null }).progress;
    expect(stages).toEqual([]);
    expect(overall).toMatchObject({ fraction: 0.4, source: 'machine' });
    expect(estimate({}, { protocol: null }).progress.overall.kind).toBe('unknown');
  });
});
