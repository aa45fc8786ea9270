import type { LabSummary } from '../../../shared/lab-summary.ts';

/** What a tab says in its few letters: alerts that wait, and the run that is done first. */
export function tabTitle(alerts: number, { nearest, runsOn }: LabSummary): string {
  const waiting = alerts === 0 ? '' : `(${alerts}) `;
  if (nearest === null) return `${waiting}QuantDeck`;
  const far = nearest.fraction === null ? '' : `${Math.floor(nearest.fraction * 100)} % `;
  const more = runsOn === 1 ? '' : ` +${runsOn - 1}`;
  return `${waiting}${far}${nearest.name}${more} – QuantDeck`;
}

/** The tab's picture, beside the page or with a dot while alerts wait, as a data address. */
export function tabIcon(alerts: number): string {
  if (alerts === 0) return './icon.svg';
  const dots = [14, 32, 50]
    .flatMap((y) => [14, 32, 50].map((x) => `<circle cx="${x}" cy="${y}" r="5" fill="#3b5bdb"/>`))
    .join('');
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">' +
    `<rect width="64" height="64" rx="10" fill="#fff"/>${dots}` +
    '<circle cx="47" cy="17" r="16" fill="#c92a2a" stroke="#fff" stroke-width="3"/></svg>';
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
