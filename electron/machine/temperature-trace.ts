import { type TracePoint, traceMilliseconds } from '../../shared/machine.ts';
import type { Temperatures } from '../../shared/readings.ts';
import type { Instant } from '../../shared/units.ts';

/** The last ten minutes of a machine's published temperatures, zone means, oldest first. */
export class TemperatureTrace {
  #points: TracePoint[] = [];

  get points(): readonly TracePoint[] {
    return this.#points;
  }

  add({ sample, block, cover }: Temperatures, at: Instant): TracePoint {
    const point = { at, sample: mean(sample), block: mean(block), cover };
    this.#points.push(point);
    const first = this.#points.findIndex((known) => known.at > at - traceMilliseconds);
    if (first > 0) this.#points.splice(0, first);
    return point;
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
