import { assertNever } from './assert-never.ts';
import {
  type CollectPart,
  filterName,
  type HoldPart,
  holdSecondsAt,
  type ProtocolPart,
  type ProtocolStep,
  type RampPart,
  targetsAt,
} from './protocol.ts';

/** A step in plain words at one cycle: `60.0 °C, hold 1 min and photograph x1-m1, x4-m4`. */
export function describeStep(step: ProtocolStep, cycle: number): string {
  const words: string[] = [];
  let filters: readonly string[] = [];
  for (const part of step.parts) {
    if (part.kind === 'filters') filters = part.filters.map(filterName);
    else words.push(describePart(part, cycle, filters));
  }
  const points = step.repeat === null || step.repeat === 1 ? '' : ` (${step.repeat} times)`;
  return words.length === 0 ? `nothing${points}` : `${words.join(', ')}${points}`;
}

/** Seconds in words: `45 s`, `1 min 30 s`, `2 h 5 min`. Rounded to whole seconds; from an hour on, to minutes. */
export function describeSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return joined(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(whole / 60);
  return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

function describePart(part: ProtocolPart, cycle: number, filters: readonly string[]): string {
  switch (part.kind) {
    case 'ramp':
      return describeRamp(part, cycle);
    case 'hold':
      return describeHold(part, cycle);
    case 'collect': {
      const what = filters.length === 0 ? 'photograph' : `photograph ${filters.join(', ')}`;
      return `${describeHold(part, cycle)} and ${what}`;
    }
    case 'filters':
      return `filters ${part.filters.map(filterName).join(', ')}`;
    case 'exposure':
      return 'own exposure times';
    case 'unknown':
      return `“${part.text.split('\n', 1)[0] ?? ''}”`;
    default:
      return assertNever(part);
  }
}

function describeRamp(ramp: RampPart, cycle: number): string {
  const targets = targetsAt(ramp, cycle);
  const low = Math.min(...targets).toFixed(1);
  const high = Math.max(...targets).toFixed(1);
  return low === high ? `${low} °C` : `${low} to ${high} °C across the zones`;
}

function describeHold(hold: HoldPart | CollectPart, cycle: number): string {
  const seconds = holdSecondsAt(hold, cycle);
  return seconds === null ? 'hold until ended by hand' : `hold ${describeSeconds(seconds)}`;
}
