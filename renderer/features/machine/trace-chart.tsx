import { VisuallyHidden } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type TracePoint, traceMilliseconds } from '../../../shared/machine.ts';
import type { Instant } from '../../../shared/units.ts';
import { formatSpan } from '../../format/age.ts';
import { formatDegrees } from '../../format/temperature.ts';
import { formatTime } from '../../format/time.ts';
import { type ChartFrame, chartX, chartY, gapsOf, tracePath } from '../../model/sparkline.ts';
import { classNames } from '../../ui/button.tsx';
import panelClasses from './machine.module.css';
import classes from './trace-chart.module.css';

interface TraceChartProps {
  readonly points: readonly TracePoint[];
  readonly now: Instant;
}

const series = [
  { key: 'cover', label: 'Cover', pick: (point: TracePoint) => point.cover },
  { key: 'block', label: 'Block', pick: (point: TracePoint) => point.block },
  { key: 'sample', label: 'Sample', pick: (point: TracePoint) => point.sample },
] as const;

const left = 34;
const top = 8;
const bottom = 22;
const height = 300;
const tickMilliseconds = 2 * 60_000;

/** Sample, block and cover of the last ten minutes. What was not received is hatched, never bridged. */
export function TraceChart({ points, now }: TraceChartProps) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const frame: ChartFrame = {
    from: (now - traceMilliseconds) as Instant,
    to: (now + 1000) as Instant,
    low: 0,
    high: 115,
    width: Math.max(100, width - left - 8),
    height: height - top - bottom,
  };
  const firstTick = Math.ceil(frame.from / tickMilliseconds) * tickMilliseconds;
  const ticks = Array.from(
    { length: 6 },
    (_, index) => firstTick + index * tickMilliseconds,
  ).filter((tick) => tick <= frame.to);
  const last = points.at(-1);
  return (
    <section className={panelClasses['panel']} aria-labelledby="trace">
      <div className={panelClasses['panelHead']}>
        <h2 id="trace">Temperature, last 10 min</h2>
        <ul className={classes['legend']}>
          {series.map(({ key, label, pick }) => (
            <li key={key}>
              <svg viewBox="0 0 22 8" aria-hidden="true">
                <path className={classNames(classes['series'], classes[key])} d="M0 4H22" />
              </svg>
              {label} <b>{last === undefined ? '–' : formatDegrees(pick(last))}</b>
            </li>
          ))}
        </ul>
      </div>
      <div ref={ref}>
        <VisuallyHidden>{chartWords(points, frame)}</VisuallyHidden>
        <svg className={classes['chart']} aria-hidden="true">
          <defs>
            <pattern
              id="qd-gap"
              width="7"
              height="7"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <path d="M0 0V7" className={classes['hatch']} />
            </pattern>
          </defs>
          <g transform={`translate(${left} ${top})`}>
            {[0, 25, 50, 75, 100].map((degrees) => (
              <g key={degrees}>
                <path
                  className={classes['grid']}
                  d={`M0 ${chartY(frame, degrees)}H${frame.width}`}
                />
                <text x={-8} y={chartY(frame, degrees) + 4} textAnchor="end">
                  {degrees === 100 ? '100' : degrees}
                </text>
              </g>
            ))}
            <text x={-8} y={6} textAnchor="end">
              °C
            </text>
            {ticks.map((tick) => (
              <text key={tick} x={chartX(frame, tick)} y={frame.height + 18} textAnchor="middle">
                {formatTime(tick as Instant)}
              </text>
            ))}
            {gapsOf(points, frame).map((gap) => (
              <rect
                key={gap.from}
                className={classes['gap']}
                x={chartX(frame, gap.from)}
                y={0}
                width={chartX(frame, gap.to) - chartX(frame, gap.from)}
                height={frame.height}
              >
                <title>{`No data for ${formatSpan(gap.to - gap.from)}`}</title>
              </rect>
            ))}
            {series.map(({ key, pick }) => (
              <path
                key={key}
                className={classNames(classes['series'], classes[key])}
                d={tracePath(points, pick, frame)}
              />
            ))}
          </g>
        </svg>
      </div>
    </section>
  );
}

function chartWords(points: readonly TracePoint[], frame: ChartFrame): string {
  const last = points.at(-1);
  if (last === undefined) return 'Temperatures of the last 10 minutes: no data yet';
  const gaps = gapsOf(points, frame).length;
  const now = series
    .map(({ label, pick }) => `${label.toLowerCase()} ${formatDegrees(pick(last))}`)
    .join(', ');
  const holes =
    gaps === 0 ? '' : ` Data is missing in ${gaps === 1 ? '1 place' : `${gaps} places`}.`;
  return `Temperatures of the last 10 minutes. Latest in °C: ${now}.${holes}`;
}
