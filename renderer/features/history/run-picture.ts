import type { RunRecord } from '../../../shared/run-history.ts';
import { currentColours } from '../timeline/plot-colours.ts';
import { boundsOf, rangeOf, usualLines } from '../timeline/scene.ts';
import type { StoredRun } from './use-runs.ts';

/** The whole run as a PNG in base64; null if there is nothing to draw or this window cannot. */
export async function runPicture({ record, telemetry, marks }: StoredRun): Promise<string | null> {
  const shown = telemetry.current();
  const bounds = boundsOf(shown, marks, null);
  if (bounds === null || shown.length === 0) return null;
  const { from, to } = bounds;
  try {
    // The plot is a large part of the program, and a run page without a chart in sight does not need it.
    const { timelinePng } = await import('../timeline/timeline-png.ts');
    const range = rangeOf(shown, marks);
    const picture = await timelinePng(
      {
        telemetry: shown,
        marks,
        shown: usualLines,
        window: { from, to },
        now: null,
        until: to,
        range,
      },
      currentColours(),
      exportTitle(record),
    );
    return await base64Of(picture);
  } catch {
    return null;
  }
}

/** Machine and run, for the names of files and the head of a picture. */
export function exportTitle({ summary }: RunRecord): string {
  return `${summary.machineName} ${summary.title}`;
}

async function base64Of(content: Blob): Promise<string> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
