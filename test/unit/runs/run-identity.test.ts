import { describe, expect, it } from 'vitest';
import type { RunStatusReading } from '../../../electron/machine/run-monitor.ts';
import { isOtherRun, isSameRun } from '../../../electron/panel/run-identity.ts';
import type { RunProgress } from '../../../shared/run.ts';
import type { Instant } from '../../../shared/units.ts';

const heardAt = Date.UTC(2026, 0, 1) as Instant;
const later = (milliseconds: number): Instant => (heardAt + milliseconds) as Instant;
const started = later(-600_000);

const progress: RunProgress = {
  title: 'Plate 3',
  stage: { kind: 'stage', number: 2 },
  cycle: 17,
  step: 1,
  point: 1,
  stageCount: null,
  cycleCount: null,
  activity: { kind: 'unknown' },
  holdSince: null,
  time: null,
  startedAt: started,
  at: heardAt,
};

const status: RunStatusReading = {
  title: 'Plate 3',
  stage: { kind: 'stage', number: 2 },
  cycle: 20,
  step: 2,
  point: 1,
  instrument: { kind: 'running' },
  startedAt: started,
};

function same(
  change: Partial<RunStatusReading>,
  known: Partial<RunProgress> = {},
  at = later(60_000),
): boolean {
  return isSameRun({ progress: { ...progress, ...known }, heardAt }, { ...status, ...change }, at);
}

describe('whether a run is the one that was on before', () => {
  it('is told by title and the machine’s account of the start, however long contact was away', () => {
    expect(same({})).toBe(true);
    expect(same({}, {}, later(30 * 24 * 3_600_000))).toBe(true);
    expect(same({ startedAt: later(-599_500) })).toBe(true);
    expect(same({ startedAt: later(-590_000) })).toBe(false);
    expect(same({ title: 'Plate 4' })).toBe(false);
  });

  it('is told by the place it is at where the start is not known on both sides', () => {
    expect(same({ startedAt: null })).toBe(true);
    expect(same({}, { startedAt: null })).toBe(true);
    expect(same({ startedAt: null, cycle: 17, step: 1 })).toBe(true);
    expect(same({ startedAt: null, cycle: 16 })).toBe(false);
    expect(same({ startedAt: null, stage: { kind: 'stage', number: 1 } })).toBe(false);
    expect(same({ startedAt: null, stage: { kind: 'prerun' }, cycle: 1 })).toBe(false);
    expect(same({ startedAt: null, stage: { kind: 'postrun' }, cycle: 1 })).toBe(true);
    expect(same({ startedAt: null, stage: { kind: 'starting' }, cycle: null })).toBe(true);
  });

  it('is not believed after days without the start being known', () => {
    expect(same({ startedAt: null }, {}, later(47 * 3_600_000))).toBe(true);
    expect(same({ startedAt: null }, {}, later(49 * 3_600_000))).toBe(false);
  });

  it('is no when nothing is on', () => {
    expect(same({ title: null, instrument: { kind: 'idle' } })).toBe(false);
    expect(same({ title: null, instrument: { kind: 'paused' } })).toBe(true);
  });

  it('is only doubted in unbroken contact where the title differs, or start and place do', () => {
    expect(isOtherRun(progress, { ...status, stage: { kind: 'starting' }, cycle: null })).toBe(
      false,
    );
    expect(isOtherRun(progress, { ...status, startedAt: null })).toBe(false);
    expect(isOtherRun(progress, { ...status, title: 'Plate 4' })).toBe(true);
    const anew = { ...status, startedAt: later(0) };
    expect(isOtherRun(progress, anew)).toBe(false);
    expect(isOtherRun(progress, { ...anew, cycle: 1 })).toBe(true);
  });
});
