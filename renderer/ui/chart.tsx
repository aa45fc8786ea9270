import { VisuallyHidden } from '@mantine/core';
import type { TracePoint } from '../../shared/machine.ts';
import { traceMilliseconds } from '../../shared/machine.ts';
import type { Instant } from '../../shared/units.ts';
import { formatDegrees } from '../format/temperature.ts';
import type { ProgressModel } from '../model/progress.ts';
import { type ChartFrame, tracePath } from '../model/sparkline.ts';
import { classNames } from './button.tsx';
import classes from './chart.module.css';

interface SparklineProps {
  readonly points: readonly TracePoint[];
  readonly now: Instant;
  readonly old: boolean;
}

const sparkWidth = 120;
const sparkHeight = 40;

/** Block temperature of the last ten minutes. Missing data is a hole in the line. */
export function Sparkline({ points, now, old }: SparklineProps) {
  const frame: ChartFrame = {
    from: (now - traceMilliseconds) as Instant,
    // Points arrive between two ticks, so the newest may be a moment ahead of `now`.
    to: (now + 1000) as Instant,
    low: 15,
    high: 100,
    width: sparkWidth,
    height: sparkHeight - 4,
  };
  return (
    <>
      <svg
        className={classNames(classes['spark'], old && classes['old'])}
        viewBox={`0 -2 ${sparkWidth} ${sparkHeight}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path className={classes['floor']} d={`M0 ${sparkHeight - 2.5}H${sparkWidth}`} />
        <path className={classes['line']} d={tracePath(points, (point) => point.block, frame)} />
      </svg>
      <VisuallyHidden>{sparklineWords(points)}</VisuallyHidden>
    </>
  );
}

function sparklineWords(points: readonly TracePoint[]): string {
  if (points.length === 0) return 'Block, last 10 min: no data';
  const values = points.map((point) => point.block);
  const low = formatDegrees(Math.min(...values));
  const high = formatDegrees(Math.max(...values));
  return low === high
    ? `Block, last 10 min: steady at ${low} °C`
    : `Block, last 10 min: between ${low} and ${high} °C`;
}

interface ProgressBarProps {
  readonly progress: ProgressModel & { readonly tone: 'ok' | 'warn' | 'quiet' };
}

/** A run's progress, one section per stage, as wide as the stage is long. */
export function ProgressBar({ progress }: ProgressBarProps) {
  return (
    <>
      <VisuallyHidden>
        <progress
          aria-label="Run progress"
          max={100}
          value={progress.percent}
          aria-valuetext={progress.text}
        />
      </VisuallyHidden>
      <div
        className={classNames(classes['bar'], progress.tone !== 'ok' && classes[progress.tone])}
        aria-hidden="true"
        title={progress.explanation === '' ? undefined : progress.explanation}
      >
        {progress.sections.map(({ weight, filled }, index) => (
          // Sections are stages: their number is their identity.
          <span key={`stage-${index + 1}`} style={{ flexGrow: weight }}>
            <span style={{ transform: `scaleX(${filled})` }} />
          </span>
        ))}
      </div>
    </>
  );
}
