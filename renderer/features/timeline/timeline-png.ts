import { describeSeconds } from '../../../shared/protocol-words.ts';
import type { Instant } from '../../../shared/units.ts';
import { formatTime } from '../../format/time.ts';
import { visibleText } from '../../format/visible-text.ts';
import { dateOf } from './file-name.ts';
import type { PlotColours } from './plot-colours.ts';
import { Plot, type PlotSize, pixelRatio } from './plot.ts';
import type { Scene } from './scene.ts';

/** The picture's size, before it is doubled for print. */
const width = 1120;
const plotHeight = 460;
const headHeight = 64;
const scale = 2;

/** What is shown as a PNG of 2240 × 1048 pixels in the colours given: title, date, lines, plot. */
export async function timelinePng(
  scene: Scene,
  colours: PlotColours,
  title: string,
): Promise<Blob> {
  await document.fonts.load(`600 16px ${colours.font}`);
  const size: PlotSize = { width, height: plotHeight, scale: scale / pixelRatio() };
  const host = document.createElement('div');
  const plot = await new Promise<Plot>((resolve) => {
    const made: Plot = new Plot(host, scene, colours, size, () => resolve(made));
  });
  try {
    const canvas = document.createElement('canvas');
    canvas.width = width * scale;
    canvas.height = (headHeight + plotHeight) * scale;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This window cannot draw a picture.');
    context.fillStyle = colours.surface;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(plot.canvas, 0, headHeight * scale);
    context.scale(scale, scale);
    drawHead(context, scene, colours, visibleText(title));
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => {
        if (blob === null) reject(new Error('The picture could not be encoded as PNG.'));
        else resolve(blob);
      }, 'image/png');
    });
  } finally {
    plot.dispose();
  }
}

function drawHead(
  context: CanvasRenderingContext2D,
  { window, shown, telemetry, marks, until }: Scene,
  colours: PlotColours,
  title: string,
): void {
  context.textBaseline = 'middle';
  context.fillStyle = colours.text;
  context.font = `600 16px ${colours.font}`;
  context.fillText(title, 16, 24, width - 32);
  const from = Math.max(window.from, telemetry.at[0] ?? window.from);
  const to = Math.min(window.to, until);
  const times = `${formatTime(from as Instant)} to ${formatTime(to as Instant)}`;
  const when = `${dateOf(from)}, ${times} (${describeSeconds((to - from) / 1000)})`;
  context.fillStyle = colours.text2;
  context.font = `400 12px ${colours.font}`;
  context.fillText(when, 16, 48);
  const lines = [
    { on: shown.sample, label: 'Sample', colour: colours.sample, dash: [] },
    { on: shown.block, label: 'Block', colour: colours.block, dash: [] },
    { on: shown.cover, label: 'Cover', colour: colours.cover, dash: [] },
    { on: shown.heatsink, label: 'Heatsink', colour: colours.text3, dash: [2, 3] },
    {
      on: shown.setPoints && marks.setPoints.length > 0,
      label: 'Set',
      colour: colours.set,
      dash: [4, 3],
    },
  ].filter(({ on }) => on);
  let right = width - 16;
  for (const { label, colour, dash } of lines.toReversed()) {
    const start = right - context.measureText(label).width;
    context.fillStyle = colours.text2;
    context.fillText(label, start, 48);
    context.beginPath();
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.setLineDash(dash);
    context.moveTo(start - 28, 48);
    context.lineTo(start - 6, 48);
    context.stroke();
    right = start - 46;
  }
}
