import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../electron/machine/run-topic.ts';
import {
  currentProgress,
  followRun,
  initialRunMonitor,
  type RunInput,
  type RunMonitorState,
  type RunStatusReading,
  withTotals,
} from '../../../electron/machine/run-monitor.ts';
import type { RunStage } from '../../../shared/run.ts';
import type { Instant } from '../../../shared/units.ts';
import { readTree } from '../protocol/estimate-scene.ts';

const t = (milliseconds: number): Instant => milliseconds as Instant;

function event(of: RunEvent, at = 1): RunInput {
  return { kind: 'event', at: t(at), event: of };
}

/** Long after any turn of the run, unless another moment is given. */
function status(change: Partial<RunStatusReading> = {}, at = 10_000): RunInput {
  return {
    kind: 'status',
    at: t(at),
    status: {
      title: 'A',
      stage: { kind: 'stage', number: 1 },
      cycle: 3,
      step: 2,
      point: 1,
      instrument: { kind: 'running' },
      startedAt: t(5_000),
      ...change,
    },
  };
}

const atRest: Partial<RunStatusReading> = {
  title: null,
  stage: { kind: 'starting' },
  cycle: null,
  step: null,
  point: null,
  instrument: { kind: 'idle' },
  startedAt: null,
};

function story(...inputs: readonly RunInput[]): RunMonitorState {
  return inputs.reduce(followRun, initialRunMonitor);
}

const starting = (title = 'A'): RunInput => event({ kind: 'starting', title });
const stage = (number: number): RunInput =>
  event({ kind: 'stage', stage: { kind: 'stage', number } });
const ending = (kind: 'completed' | 'stopped' | 'aborted' | 'failed', reason = ''): RunInput =>
  event({ kind: 'ending', ending: kind, reason });
const ended = (title = 'A', at = 50): RunInput => event({ kind: 'ended', title }, at);

/** Where the run is after it started and these came. */
const placeAfter = (...inputs: readonly RunInput[]) =>
  currentProgress(story(starting(), ...inputs).run);

/** What the run is doing after stage 1 began and these came. */
const doing = (...inputs: readonly RunInput[]) =>
  currentProgress(story(starting(), stage(1), ...inputs).run)?.activity;

/** Since when the hold is on after stage 1 began and these came. */
const heldSince = (...inputs: readonly RunInput[]) =>
  currentProgress(story(starting(), stage(1), ...inputs).run)?.holdSince;

const totals = (title: string, of: RunStage): RunInput => ({
  kind: 'totals',
  title,
  stage: of,
  stageCount: 3,
  cycleCount: 40,
});

describe('the run monitor', () => {
  it('knows nothing at first, and no run once an idle machine said so', () => {
    expect(story().run).toEqual({ kind: 'unknown' });
    expect(story(status(atRest)).run).toEqual({ kind: 'none' });
  });

  it('follows a run from its start through stages, cycles and steps', () => {
    expect(placeAfter()).toMatchObject({ title: 'A', stage: { kind: 'starting' }, cycle: null });
    const prerun = event({ kind: 'stage', stage: { kind: 'prerun' } });
    expect(placeAfter(prerun)).toMatchObject({ stage: { kind: 'prerun' } });
    const deep = [
      prerun,
      stage(1),
      event({ kind: 'cycle', cycle: 2 }),
      event({ kind: 'step', step: 3 }),
    ];
    expect(placeAfter(...deep)).toMatchObject({ stage: { number: 1 }, cycle: 2, step: 3 });
    expect(placeAfter(...deep, event({ kind: 'cycle', cycle: 3 }))).toMatchObject({
      cycle: 3,
      step: null,
    });
    expect(placeAfter(...deep, stage(2))).toMatchObject({
      stage: { number: 2 },
      cycle: null,
      step: null,
    });
  });

  it('says what the run is doing, and forgets it with the next step', () => {
    expect(doing(event({ kind: 'ramping', cover: true, target: 105 }))).toEqual({
      kind: 'ramping',
      cover: true,
      target: 105,
    });
    const acquiring = event({ kind: 'acquiring', point: 1 });
    expect(doing(event({ kind: 'holding', holdSeconds: 60, collecting: true }))).toMatchObject({
      kind: 'holding',
      holdSeconds: 60,
    });
    expect(doing(acquiring)).toEqual({ kind: 'acquiring' });
    for (const next of [
      event({ kind: 'collected' }),
      event({ kind: 'ramped', cover: false }),
      event({ kind: 'step', step: 2 }),
      event({ kind: 'cycle', cycle: 2 }),
      stage(2),
      status({ stage: { kind: 'stage', number: 1 }, cycle: 9 }),
    ])
      expect(doing(acquiring, next)).toEqual({ kind: 'unknown' });
  });

  it('knows since when a hold lasts, through its pictures, until something else begins or a pause makes that untrue', () => {
    const holding = event({ kind: 'holding', holdSeconds: 60, collecting: true }, 40);
    expect(heldSince(holding)).toBe(40);
    expect(heldSince(holding, event({ kind: 'acquiring', point: 1 }, 50))).toBe(40);
    expect(heldSince(holding, event({ kind: 'collected' }, 60))).toBe(40);
    for (const next of [
      event({ kind: 'ramping', cover: false, target: 95 }),
      event({ kind: 'step', step: 2 }),
      event({ kind: 'cycle', cycle: 2 }),
      stage(2),
      status({ instrument: { kind: 'paused' }, cycle: null, step: null }),
      { kind: 'gap' } as const,
    ])
      expect(heldSince(holding, next)).toBeNull();
  });

  it('keeps an acquisition in mind when a status confirms the same place', () => {
    const run = story(
      starting(),
      stage(1),
      event({ kind: 'cycle', cycle: 3 }),
      event({ kind: 'step', step: 2 }),
      event({ kind: 'acquiring', point: 1 }),
      status(),
    ).run;
    expect(currentProgress(run)?.activity).toEqual({ kind: 'acquiring' });
  });

  it('joins in the middle of a run by a status alone', () => {
    expect(story(status()).run).toMatchObject({
      kind: 'active',
      progress: { title: 'A', stage: { number: 1 }, cycle: 3, step: 2, startedAt: 5_000 },
    });
  });

  it('takes a running machine for a run even if it names none', () => {
    expect(story(status({ title: null })).run).toMatchObject({
      kind: 'active',
      progress: { title: '' },
    });
  });

  it('knows a paused run, since when, and that it goes on', () => {
    const paused = status({ instrument: { kind: 'paused' } }, 200);
    const still = status({ instrument: { kind: 'paused' } }, 300);
    expect(story(status(), paused, still).run).toMatchObject({ kind: 'paused', pausedAt: 200 });
    expect(story(status(), paused, still, status()).run.kind).toBe('active');
  });

  it.each(['completed', 'stopped', 'aborted', 'failed'] as const)(
    'tells that a run was %s by the word before its end',
    (kind) => {
      const run = story(starting(), stage(1), ending(kind, 'why'), ended()).run;
      expect(run).toMatchObject({
        kind: 'ended',
        ending: kind,
        title: 'A',
        endedAt: 50,
        reason: 'why',
      });
    },
  );

  it('does not call a run ended before it ended', () => {
    expect(story(starting(), ending('completed')).run.kind).toBe('active');
  });

  it('says that it does not know how a run ended when nothing told', () => {
    expect(story(starting(), ended()).run).toMatchObject({ kind: 'ended', ending: 'unknown' });
    expect(story(status(), status(atRest, 10_200)).run).toMatchObject({
      kind: 'ended',
      ending: 'unknown',
      endedAt: 10_200,
    });
  });

  it('says that a run failed when it is over and the machine reports an error', () => {
    const broken = status({ ...atRest, instrument: { kind: 'error' } });
    expect(story(status(), broken).run).toMatchObject({ kind: 'ended', ending: 'failed' });
  });

  it('uses the word about the end even when the end itself was missed', () => {
    expect(story(starting(), ending('aborted'), status(atRest)).run).toMatchObject({
      kind: 'ended',
      ending: 'aborted',
    });
  });

  it('shows an end whose start was missed', () => {
    expect(story(ended('B')).run).toMatchObject({ kind: 'ended', title: 'B', ending: 'unknown' });
    expect(story(status(atRest), ending('stopped'), ended('B')).run).toMatchObject({
      ending: 'stopped',
      title: 'B',
    });
  });

  it('keeps showing an ended run until it is marked read', () => {
    const over = story(starting(), ended(), status(atRest));
    expect(over.run.kind).toBe('ended');
    expect(followRun(over, { kind: 'mark-read' }).run).toEqual({ kind: 'none' });
    const on = story(starting());
    expect(followRun(on, { kind: 'mark-read' })).toBe(on);
  });

  it.each([
    ['began', [starting()], status(atRest, 4_000), 'active'],
    ['ended', [starting(), ended('A', 50)], status({ startedAt: null }, 4_000), 'ended'],
  ] as const)(
    'does not believe a status that lags behind the word that a run %s, but one that still says so later',
    (_, told, lagging, kind) => {
      const after = followRun(story(...told), lagging);
      expect(after.run.kind).toBe(kind);
      const later = { ...lagging, at: t(6_000) } as RunInput;
      expect(followRun(after, later).run.kind).toBe(kind === 'active' ? 'ended' : 'active');
    },
  );

  it('believes at once that a run other than the one that ended is on', () => {
    const over = [starting(), status({}, 2), ended('A', 50)] as const;
    expect(story(...over, status({ title: 'B' }, 60)).run.kind).toBe('active');
    expect(story(...over, status({ startedAt: t(70_000) }, 60)).run.kind).toBe('active');
    expect(story(...over, status({}, 60)).run.kind).toBe('ended');
  });

  it('takes a start that is corrected right after the beginning for the same run', () => {
    const told = story(
      starting(),
      status({ startedAt: t(10) }, 500),
      { kind: 'time', at: t(600), elapsedSeconds: 1, remainingSeconds: 20 },
      status({ startedAt: t(400) }, 1_500),
    );
    expect(currentProgress(told.run)).toMatchObject({
      startedAt: 400,
      time: { elapsedSeconds: 1 },
    });
  });

  it('forgets nothing when the message of a stage or cycle comes after a status that knew it', () => {
    const ahead = story(starting(), status({ cycle: 1, step: 1 }));
    const told = [stage(1), event({ kind: 'cycle', cycle: 1 })].reduce(followRun, ahead);
    expect(currentProgress(told.run)).toMatchObject({ stage: { number: 1 }, cycle: 1, step: 1 });
  });

  it('counts stages and cycles by the protocol until the machine counts them itself', () => {
    const protocol = readTree(
      'STAGe 1 A <m>STEP 1 <m>HOLD 5</m></m>\nSTAGe -repeat=5 2 B <m>STEP 1 <m>HOLD 5</m></m>',
    );
    const begun = withTotals(story(starting()), protocol);
    expect(currentProgress(begun.run)).toMatchObject({ stageCount: 2, cycleCount: null });
    const inStage = withTotals(followRun(begun, stage(2)), protocol);
    expect(currentProgress(inStage.run)).toMatchObject({ stageCount: 2, cycleCount: 5 });
    const told = followRun(inStage, totals('A', { kind: 'stage', number: 2 }));
    expect(currentProgress(withTotals(told, protocol).run)).toMatchObject({
      stageCount: 3,
      cycleCount: 40,
    });
    expect(withTotals(story(), protocol)).toEqual(initialRunMonitor);
  });

  it('starts over when another run has taken its place', () => {
    const other = story(
      starting('A'),
      stage(4),
      event({ kind: 'acquiring', point: 1 }),
      ending('aborted'),
      status({ title: 'B', startedAt: t(9_000) }),
    );
    expect(other.run).toMatchObject({
      kind: 'active',
      progress: { title: 'B', startedAt: 9_000, activity: { kind: 'unknown' }, stageCount: null },
    });
    expect(followRun(other, status(atRest)).run).toMatchObject({ ending: 'unknown', title: 'B' });
  });

  it('tells a second run of the same title from the first by its start', () => {
    const second = story(
      status({ startedAt: t(5_000) }),
      { kind: 'time', at: t(120), elapsedSeconds: 600, remainingSeconds: 0 },
      ending('completed'),
      status({ startedAt: t(700_000), cycle: 1, step: 1 }, 800_000),
    );
    expect(second.ending).toBeNull();
    expect(currentProgress(second.run)).toMatchObject({ time: null, startedAt: 700_000 });
    expect(followRun(second, status(atRest)).run).toMatchObject({ ending: 'unknown' });
  });

  it('keeps the totals of the stage they were asked for, and drops those of another', () => {
    const on = story(status());
    const first: RunStage = { kind: 'stage', number: 1 };
    expect(currentProgress(followRun(on, totals('A', first)).run)).toMatchObject({
      stageCount: 3,
      cycleCount: 40,
    });
    expect(followRun(on, totals('A', { kind: 'stage', number: 2 }))).toBe(on);
    expect(followRun(on, totals('B', first))).toBe(on);
    const next = [totals('A', first), stage(2)].reduce(followRun, on);
    expect(currentProgress(next.run)).toMatchObject({ stageCount: 3, cycleCount: null });
  });

  it('takes time only during a run', () => {
    const time: RunInput = { kind: 'time', at: t(9), elapsedSeconds: 10, remainingSeconds: 20 };
    expect(currentProgress(story(starting(), time).run)?.time).toEqual({
      elapsedSeconds: 10,
      remainingSeconds: 20,
      at: 9,
    });
    expect(story(time)).toBe(initialRunMonitor);
  });

  it('leaves everything as it was on a line it does not know', () => {
    const on = story(starting());
    expect(followRun(on, event({ kind: 'other' }))).toBe(on);
  });
});

const anyTitle = fc.constantFrom('A', 'B', '');
const anyStage: fc.Arbitrary<RunStage> = fc.oneof(
  fc.constant<RunStage>({ kind: 'starting' }),
  fc.constant<RunStage>({ kind: 'prerun' }),
  fc.constant<RunStage>({ kind: 'postrun' }),
  fc.integer({ min: 1, max: 4 }).map((number): RunStage => ({ kind: 'stage', number })),
);
const anyCount = fc.option(fc.integer({ min: 1, max: 5 }));
const anyStatus: fc.Arbitrary<RunStatusReading> = fc.record({
  title: fc.option(anyTitle.filter((title) => title !== '')),
  stage: anyStage,
  cycle: anyCount,
  step: anyCount,
  point: anyCount,
  instrument: fc.constantFrom(
    { kind: 'idle' },
    { kind: 'running' },
    { kind: 'paused' },
    { kind: 'error' },
  ),
  startedAt: fc.option(fc.constantFrom(t(5_000), t(90_000))),
});
const anyInput: fc.Arbitrary<RunInput> = fc.oneof(
  fc
    .oneof(
      fc.record({ kind: fc.constant('starting' as const), title: anyTitle }),
      fc.record({ kind: fc.constant('stage' as const), stage: anyStage }),
      fc.record({ kind: fc.constant('cycle' as const), cycle: fc.nat(5) }),
      fc.record({ kind: fc.constant('step' as const), step: fc.nat(5) }),
      fc.record({ kind: fc.constant('acquiring' as const), point: anyCount }),
      fc.record({ kind: fc.constant('collected' as const) }),
      fc.record({
        kind: fc.constant('ending' as const),
        ending: fc.constantFrom('completed' as const, 'aborted' as const),
        reason: fc.constant(''),
      }),
      fc.record({ kind: fc.constant('ended' as const), title: anyTitle }),
    )
    .map((of): RunInput => event(of)),
  anyStatus.map((reading): RunInput => ({ kind: 'status', at: t(60), status: reading })),
  fc.constant<RunInput>({ kind: 'mark-read' }),
);

describe('whatever was missed', () => {
  it('a status during a run shows the same run as if every message had been heard', () => {
    const during = anyStatus.filter(
      ({ title, instrument }) =>
        title !== null && (instrument.kind === 'running' || instrument.kind === 'paused'),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyInput, fc.boolean()), { maxLength: 20 }),
        during,
        (told, last) => {
          const final: RunInput = { kind: 'status', at: t(10_000), status: last };
          const all = followRun(story(...told.map(([input]) => input)), final).run;
          const some = followRun(
            story(...told.filter(([, heard]) => heard).map(([input]) => input)),
            final,
          ).run;
          const view = (run: typeof all) => {
            const progress = currentProgress(run);
            return {
              kind: run.kind,
              title: progress?.title,
              stage: progress?.stage,
              cycle: progress?.cycle,
              step: progress?.step,
              point: progress?.point,
            };
          };
          expect(view(some)).toEqual(view(all));
          expect(view(all)).toMatchObject({
            title: last.title,
            stage: last.stage,
            cycle: last.cycle,
          });
        },
      ),
    );
  });

  it('a status of an idle machine without a title never leaves a run on', () => {
    fc.assert(
      fc.property(fc.array(anyInput, { maxLength: 20 }), (told) => {
        const { run } = followRun(story(...told), status(atRest));
        expect(['none', 'ended']).toContain(run.kind);
      }),
    );
  });
});
