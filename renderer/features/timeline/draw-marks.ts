import type uPlot from 'uplot';
import { describeSeconds } from '../../../shared/protocol-words.ts';
import type { DataGap } from './gaps.ts';
import type { PlotColours } from './plot-colours.ts';
import { type Scene, sceneGaps } from './scene.ts';
import { distinctZones, drawnSetPoints, setPointSteps } from './set-point-steps.ts';

/** What drawing needs, in the canvas's own pixels; `px` of them are one of the picture's. */
interface Pen {
  readonly context: CanvasRenderingContext2D;
  readonly colours: PlotColours;
  readonly px: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (at: number) => number;
  readonly y: (celsius: number) => number;
}

/** The strip above the plot for the names of stages. */
const stripPixels = 20;
/** A gap stays visible however far one zooms out. */
const leastGapPixels = 3;
/** Shorter set points are drawn as the range they move in. */
const leastStepPixels = 6;

/** Under the lines: stages, open drawer, gaps. */
export function drawBelow(plot: uPlot, scene: Scene, colours: PlotColours, px: number): void {
  const pen = penOf(plot, scene, colours, px);
  inside(pen, () => {
    drawStages(pen, scene);
    drawOpened(pen, scene);
    const gaps = sceneGaps(scene);
    for (const gap of gaps) drawGap(pen, gap);
    if (scene.shown.setPoints) drawSetPoints(pen, scene, gaps);
  });
}

/** Over the lines: gaps too narrow to show between them, collections, words, now. */
export function drawAbove(plot: uPlot, scene: Scene, colours: PlotColours, px: number): void {
  const pen = penOf(plot, scene, colours, px);
  const gaps = sceneGaps(scene);
  inside(pen, () => {
    for (const gap of gaps) if (isNarrow(pen, gap)) drawGap(pen, gap);
    drawCollections(pen, scene);
    drawStageNames(pen, scene);
    drawOpenedNames(pen, scene);
  });
  drawNow(pen, scene);
  inside(pen, () => drawGapNames(pen, gaps));
  writeUnit(pen);
}

function penOf(plot: uPlot, scene: Scene, colours: PlotColours, px: number): Pen {
  const { left, top, width, height } = plot.bbox;
  const { window, range } = scene;
  return {
    context: plot.ctx,
    colours,
    px,
    left,
    right: left + width,
    top,
    bottom: top + height,
    x: (at) => left + ((at - window.from) / (window.to - window.from)) * width,
    y: (celsius) => top + height - ((celsius - range.low) / (range.high - range.low)) * height,
  };
}

/** Keeps drawing to the plot and the strip above it. */
function inside(pen: Pen, draw: () => void): void {
  const { context, left, right, bottom } = pen;
  context.save();
  context.beginPath();
  context.rect(left, 0, right - left, bottom);
  context.clip();
  draw();
  context.restore();
}

function drawStages(pen: Pen, { marks, until }: Scene): void {
  const { context, colours, px, x, bottom } = pen;
  const top = pen.top - stripPixels * px;
  for (const [index, { from, to }] of marks.stages.entries()) {
    const start = x(from);
    context.fillStyle = index % 2 === 0 ? colours.sunken : colours.band;
    context.fillRect(start, top, x(to ?? Math.max(until, from)) - start, bottom - top);
    line(pen, colours.line, px, [px, 3 * px], [start, top, start, bottom]);
  }
}

function drawStageNames(pen: Pen, { marks, until }: Scene): void {
  const { context, colours, px, x } = pen;
  write(pen, colours.text, 600);
  let free = pen.left;
  for (const { label, from, to } of marks.stages) {
    // A stage that began before the picture keeps its name at the edge.
    const start = Math.max(x(from), pen.left) + 7 * px;
    const end = Math.min(x(to ?? Math.max(until, from)), pen.right);
    const width = context.measureText(label).width;
    if (start < free || start + width > Math.max(end, free) + 2 * px) continue;
    context.fillText(label, start, pen.top - 10 * px);
    free = start + width;
  }
}

function drawOpened(pen: Pen, { marks, until }: Scene): void {
  const { context, colours, px, x, top, bottom } = pen;
  for (const { from, to } of marks.opened) {
    const start = x(from);
    const width = Math.max(2 * px, x(to ?? Math.max(until, from)) - start);
    context.fillStyle = colours.warnTint;
    context.fillRect(start, top, width, bottom - top);
    context.fillStyle = colours.warn;
    context.fillRect(start, top, width, 3 * px);
  }
}

function drawOpenedNames(pen: Pen, { marks, until }: Scene): void {
  const { context, colours, px, x, top } = pen;
  write(pen, colours.warn, 600);
  let free = -Infinity;
  for (const { what, from, to } of marks.opened) {
    const label = what === 'drawer' ? 'Drawer open' : 'Cover up';
    const start = Math.max(x(from), pen.left);
    const end = x(to ?? Math.max(until, from));
    const width = context.measureText(label).width;
    if (end < pen.left || start > pen.right || start < free) continue;
    const at = Math.min(start + 5 * px, pen.right - width - 2 * px);
    context.fillText(label, at, top + 14 * px);
    free = at + width + 8 * px;
  }
}

function drawGap(pen: Pen, gap: DataGap): void {
  const { context, colours, px, top, bottom } = pen;
  const { start, end } = gapPixels(pen, gap);
  context.save();
  context.beginPath();
  context.rect(start, top, end - start, bottom - top);
  context.clip();
  context.fillStyle = isNarrow(pen, gap) ? colours.line : colours.surface;
  context.fillRect(start, top, end - start, bottom - top);
  context.strokeStyle = colours.line;
  context.lineWidth = 1.5 * px;
  context.beginPath();
  const height = bottom - top;
  const apart = 9 * px;
  // Hatching hangs on the gap's own time, so that it moves with it.
  const visible = Math.max(start, pen.left - apart);
  const offset = Math.floor((visible - start) / apart) * apart;
  for (let at = start + offset - height; at < Math.min(end, pen.right); at += apart) {
    context.moveTo(at, bottom);
    context.lineTo(at + height, top);
  }
  context.stroke();
  context.restore();
}

function isNarrow({ x, px }: Pen, gap: DataGap): boolean {
  return x(gap.to) - x(gap.from) <= leastGapPixels * px;
}

function gapPixels({ x, px }: Pen, gap: DataGap): { readonly start: number; readonly end: number } {
  const start = x(gap.from);
  return { start, end: Math.max(start + leastGapPixels * px, x(gap.to)) };
}

/** Names the longest gaps; those whose words would lie on another's go without. */
function drawGapNames(pen: Pen, gaps: readonly DataGap[]): void {
  const { context, colours, px, bottom } = pen;
  write(pen, colours.text, 500);
  context.textAlign = 'center';
  const taken: { readonly from: number; readonly to: number }[] = [];
  for (const gap of gaps.toSorted((a, b) => b.to - b.from - (a.to - a.from))) {
    const words = gap.kind === 'no-contact' ? 'No contact' : 'No data';
    const length = describeSeconds((gap.to - gap.from) / 1000);
    const width =
      Math.max(context.measureText(words).width, context.measureText(length).width) + 16 * px;
    const { start, end } = gapPixels(pen, gap);
    const visible = (Math.max(start, pen.left) + Math.min(end, pen.right)) / 2;
    const from = Math.max(pen.left, Math.min(pen.right - width, visible - width / 2));
    if (taken.some((other) => other.from < from + width && other.to > from)) continue;
    taken.push({ from, to: from + width });
    const top = bottom - 76 * px;
    context.beginPath();
    context.roundRect(from, top, width, 36 * px, 3 * px);
    context.fillStyle = colours.surface;
    context.fill();
    context.strokeStyle = colours.line;
    context.lineWidth = px;
    context.stroke();
    context.fillStyle = colours.text;
    context.fillText(words, from + width / 2, top + 11 * px);
    context.fillText(length, from + width / 2, top + 26 * px);
  }
}

function drawSetPoints(pen: Pen, scene: Scene, gaps: readonly DataGap[]): void {
  const { context, colours, px, x, y } = pen;
  const { marks, window, until, shown } = scene;
  const zones = distinctZones(marks.setPoints).filter((zone) => !shown.hiddenZones.has(zone));
  context.save();
  context.strokeStyle = colours.set;
  context.lineWidth = 1.25 * px;
  context.setLineDash([4 * px, 3 * px]);
  const least = ((window.to - window.from) / (pen.right - pen.left)) * leastStepPixels * px;
  for (const zone of zones) {
    const all = setPointSteps(marks.setPoints, zone, window, until, gaps);
    const { steps, blurs } = drawnSetPoints(all, least);
    context.beginPath();
    for (const step of steps) {
      const height = y(step.celsius);
      if (step.joined) context.lineTo(x(step.from), height);
      else context.moveTo(x(step.from), height);
      context.lineTo(x(step.to), height);
    }
    for (const { from, to, low, high } of blurs) {
      context.globalAlpha = 0.12;
      context.fillStyle = colours.set;
      context.fillRect(x(from), y(high), x(to) - x(from), y(low) - y(high));
      context.globalAlpha = 1;
      for (const height of [y(low), y(high)]) {
        context.moveTo(x(from), height);
        context.lineTo(x(to), height);
      }
    }
    context.stroke();
  }
  context.restore();
}

/** A tick at the foot for each collection; one for each pixel at most. */
function drawCollections(pen: Pen, { marks, window }: Scene): void {
  const { context, colours, px, x, bottom } = pen;
  context.fillStyle = colours.text2;
  let last = -Infinity;
  for (const { at } of marks.collections) {
    if (at < window.from || at > window.to) continue;
    const place = Math.round(x(at) / px);
    if (place === last) continue;
    last = place;
    context.beginPath();
    context.moveTo(place * px, bottom - 8 * px);
    context.lineTo((place + 2.5) * px, bottom);
    context.lineTo((place - 2.5) * px, bottom);
    context.fill();
  }
}

function drawNow(pen: Pen, { now, window }: Scene): void {
  if (now === null || now < window.from || now > window.to) return;
  const { context, colours, px, x, top, bottom, right } = pen;
  const at = x(now);
  const strip = top - stripPixels * px;
  line(pen, colours.text, 1.5 * px, [], [at, strip, at, bottom]);
  write(pen, colours.text, 600);
  const width = context.measureText('now').width;
  const fits = at + 6 * px + width <= right + 8 * px;
  context.fillText('now', fits ? at + 6 * px : at - 6 * px - width, top - 10 * px);
}

function writeUnit(pen: Pen): void {
  write(pen, pen.colours.text2, 400);
  pen.context.textAlign = 'right';
  pen.context.fillText('°C', pen.left - 8 * pen.px, pen.top - 10 * pen.px);
}

function write({ context, colours, px }: Pen, colour: string, weight: number): void {
  context.fillStyle = colour;
  context.font = `${weight} ${12 * px}px ${colours.font}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
}

function line(
  { context }: Pen,
  colour: string,
  width: number,
  dash: readonly number[],
  [fromX, fromY, toX, toY]: readonly [number, number, number, number],
): void {
  context.save();
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash([...dash]);
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  context.stroke();
  context.restore();
}
