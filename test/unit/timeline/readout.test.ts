import { expect, test } from 'vitest';
import { chartSummary } from '../../../renderer/features/timeline/chart-text.tsx';
import {
  latestReadings,
  readoutAt,
  readoutWords,
} from '../../../renderer/features/timeline/readout.ts';
import {
  boundsOf,
  drawnLines,
  noMarks,
  rangeOf,
  type Scene,
  type TimelineMarks,
  usualLines,
} from '../../../renderer/features/timeline/scene.ts';
import { instant, noon, seriesOf, setPoint, telemetryOf } from './support.ts';

const rows = [
  ...Array.from({ length: 60 }, (_, second) => [noon + second * 1000, 50] as const),
  ...Array.from({ length: 60 }, (_, second) => [noon + 154_000 + second * 1000, 60] as const),
];
const marks: TimelineMarks = {
  ...noMarks,
  setPoints: [setPoint(noon, 50), setPoint(noon + 154_000, 60)],
  stages: [
    { stage: { kind: 'stage', number: 2 }, label: 'Stage 2', from: instant(noon), to: null },
  ],
  opened: [{ what: 'drawer', from: instant(noon + 10_000), to: instant(noon + 20_000) }],
  contactGaps: [{ from: instant(noon + 59_000), to: instant(noon + 153_000) }],
  collections: [{ at: instant(noon + 30_000), stage: 2, cycle: 1, step: 1, point: 1 }],
};

function sceneOf(more: Partial<Scene> = {}): Scene {
  const telemetry = telemetryOf(seriesOf(rows));
  const now = instant(noon + 214_000);
  return {
    telemetry,
    marks,
    shown: usualLines,
    window: { from: noon, to: noon + 220_000 },
    now,
    until: now,
    range: rangeOf(telemetry, marks),
    ...more,
  };
}

test('the readout says what was measured, what was set and where the run was, with units', () => {
  const words = readoutWords(readoutAt(sceneOf(), noon + 15_000));
  expect(words).toMatch(
    /^\d\d:\d\d:15, Stage 2, drawer open, sample 50\.0 °C, block 51\.0 °C, cover 105\.0 °C, set 50\.0 °C$/,
  );
});

test('inside a gap the readout measures nothing, and says how long the gap is', () => {
  const words = readoutWords(readoutAt(sceneOf(), noon + 100_000));
  expect(words).toMatch(/, Stage 2, no contact for 1 min 34 s, nothing measured$/);
});

test('after now there is nothing yet', () => {
  expect(readoutWords(readoutAt(sceneOf(), noon + 219_000))).toMatch(/, not yet, nothing measured/);
});

test('the latest value of each line is its mean, with all zones beside it', () => {
  const [sample] = latestReadings(sceneOf().telemetry);
  expect(sample).toEqual({
    quantity: 'sample',
    label: 'Sample',
    celsius: 60,
    zones: [60, 60, 60, 60, 60, 60],
  });
});

test('the summary tells the time, the stages, the collections and the gaps', () => {
  expect(chartSummary('Temperature', sceneOf())).toMatch(
    /^Temperature from \d\d:\d\d to now\. Stage 2\. 1 collection\. No contact once, for 1 min 34 s\.$/,
  );
  const nothing = sceneOf({ telemetry: telemetryOf(seriesOf([])), marks: noMarks });
  expect(chartSummary('Temperature', nothing)).toBe('Temperature: no temperatures received yet.');
});

const keys = (shown: Scene['shown']) => drawnLines(sceneOf({ shown }), 700).map(({ key }) => key);

test('a line that is switched off and a hidden zone are not drawn', () => {
  expect(keys(usualLines)).toHaveLength(15);
  expect(keys({ ...usualLines, block: false, hiddenZones: new Set([2, 3, 4, 5, 6]) })).toEqual([
    'sample 1',
    'sample mean',
    'cover mean',
  ]);
});

test('where zones cannot be told apart, each quantity is one line of all of them', () => {
  const lines = drawnLines(sceneOf(), 20);
  expect(lines.map(({ key, values }) => [key, values.length])).toEqual([
    ['block zones', 6],
    ['block mean', 1],
    ['sample zones', 6],
    ['sample mean', 1],
    ['cover mean', 1],
  ]);
});

test('a run that is over ends with its last row, one that goes on with now', () => {
  const { telemetry } = sceneOf();
  expect(boundsOf(telemetry, marks, null)).toEqual({ from: noon, to: noon + 213_000, live: false });
  const now = instant(noon + 300_000);
  expect(boundsOf(telemetry, marks, now)).toEqual({ from: noon, to: now, live: true });
  expect(boundsOf(telemetryOf(seriesOf([])), noMarks, null)).toBeNull();
});
