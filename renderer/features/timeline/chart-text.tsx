import { VisuallyHidden } from '@mantine/core';
import { describeSeconds } from '../../../shared/protocol-words.ts';
import type { Instant } from '../../../shared/units.ts';
import { formatDegrees } from '../../format/temperature.ts';
import { formatTime } from '../../format/time.ts';
import { latestReadings } from './readout.ts';
import { type Scene, sceneGaps } from './scene.ts';

interface ChartTextProps {
  readonly id: string;
  readonly heading: string;
  readonly scene: Scene;
}

/** The chart for those who do not see it: a summary of what is shown, and the latest values as a table. */
export function ChartText({ id, heading, scene }: ChartTextProps) {
  const readings = latestReadings(scene.telemetry).filter(({ celsius }) => celsius !== null);
  const zones = Math.max(0, ...readings.map((reading) => reading.zones.length));
  return (
    <VisuallyHidden>
      <p id={id}>{chartSummary(heading, scene)}</p>
      {readings.length > 0 && (
        <table>
          <caption>{heading}: latest values in °C</caption>
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Value or mean</th>
              {Array.from({ length: zones }, (_, index) => (
                <th key={`zone ${index + 1}`} scope="col">
                  Zone {index + 1}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {readings.map((reading) => (
              <tr key={reading.quantity}>
                <th scope="row">{reading.label}</th>
                <td>{formatDegrees(reading.celsius ?? 0)}</td>
                {Array.from({ length: zones }, (_, index) => (
                  <td key={`zone ${index + 1}`}>{zoneCell(reading.zones[index])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </VisuallyHidden>
  );
}

/** `Temperature from 13:33 to 13:58. PRERUN, Stage 1, Stage 2. 16 collections. No contact once, for 1 min 34 s.` */
export function chartSummary(heading: string, scene: Scene): string {
  const { telemetry, marks, window, now } = scene;
  if (telemetry.length === 0) return `${heading}: no temperatures received yet.`;
  const from = Math.max(window.from, telemetry.at[0] ?? window.from);
  const to = Math.min(window.to, now ?? telemetry.at.at(-1) ?? window.to);
  const until = now !== null && to === now ? 'now' : formatTime(to as Instant);
  const sentences = [`${heading} from ${formatTime(from as Instant)} to ${until}`];
  const stages = marks.stages.filter((stage) => stage.from < to && (stage.to ?? to) > from);
  if (stages.length > 0) sentences.push(stages.map(({ label }) => label).join(', '));
  const collections = marks.collections.filter(({ at }) => at >= from && at <= to).length;
  if (collections > 0)
    sentences.push(collections === 1 ? '1 collection' : `${collections} collections`);
  const gaps = sceneGaps(scene);
  for (const [kind, words] of [
    ['no-contact', 'No contact'],
    ['no-data', 'No data'],
  ] as const) {
    const mine = gaps.filter((gap) => gap.kind === kind);
    if (mine.length === 0) continue;
    const seconds = mine.reduce((sum, gap) => sum + gap.to - gap.from, 0) / 1000;
    const times = mine.length === 1 ? 'once' : `${mine.length} times`;
    sentences.push(`${words} ${times}, for ${describeSeconds(seconds)}`);
  }
  return `${sentences.join('. ')}.`;
}

function zoneCell(value: number | undefined): string {
  return value === undefined ? '' : formatDegrees(value);
}
