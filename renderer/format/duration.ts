/** A duration as a clock shows it: `34:02`, `1:02:09`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, '0');
  if (hours === 0) return `${minutes}:${rest}`;
  return `${hours}:${String(minutes).padStart(2, '0')}:${rest}`;
}

/** What is left of something, for a large figure: `34:02`, and from an hour on, where seconds say nothing, `1:02` and `h`. */
export function durationLeft(seconds: number): Figure {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 3600) return { value: formatDuration(whole), unit: '' };
  const minutes = Math.floor(whole / 60);
  return {
    value: `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`,
    unit: 'h',
  };
}

/** The big figure of a card. */
export interface Figure {
  readonly value: string;
  readonly unit: string;
}

/** A duration as one figure: seconds below a minute, minutes below 100, then hours and minutes. */
export function durationFigure(seconds: number): Figure {
  const whole = Math.max(0, seconds);
  if (whole < 60) return { value: String(Math.floor(whole)), unit: 's' };
  const minutes = Math.floor(whole / 60);
  if (minutes < 100) return { value: String(minutes), unit: 'min' };
  const hours = Math.floor(minutes / 60);
  return { value: `${hours}:${String(minutes % 60).padStart(2, '0')}`, unit: 'h' };
}

/** How long a reply took: `15 ms`, `6.2 s`. */
export function formatMilliseconds(milliseconds: number): string {
  return milliseconds < 1000
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}
