/** A temperature with one decimal: `60.0 °C`. */
export function formatCelsius(value: number): string {
  return `${formatDegrees(value)} °C`;
}

/** The number alone, for tables whose head names the unit. Never `-0.0`. */
export function formatDegrees(value: number): string {
  return (Math.round(value * 10) / 10 + 0).toFixed(1);
}

/** The mean of a machine's zones; null for none. */
export function meanOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
