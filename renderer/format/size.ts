/** How much room something takes, in decimal units as disks are sold: `340 kB`, `4.2 MB`, `1.3 GB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1_000)} kB`;
  if (bytes < 1_000_000_000) return `${figure(bytes / 1_000_000)} MB`;
  return `${figure(bytes / 1_000_000_000)} GB`;
}

function figure(value: number): string {
  return value < 10 ? value.toFixed(1).replace(/\.0$/, '') : String(Math.round(value));
}
