import uPlot from 'uplot';
import { celsiusTicks, timeTicks } from './axis.ts';
import { decimate } from './decimate.ts';
import { drawAbove, drawBelow } from './draw-marks.ts';
import type { PlotColours } from './plot-colours.ts';
import { type DrawnLine, drawnLines, type Scene } from './scene.ts';

/** Room around the plot in CSS pixels: fixed, so that the page can lay things over it. */
export const plotRoom = { left: 36, top: 24, right: 18, bottom: 26 } as const;

/** The mean width of the letters of a time at the axis, in CSS pixels. */
const letterPixels = 6.6;

/** A picture's size in CSS pixels; `scale` enlarges all of it, lines and letters too. */
export interface PlotSize {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

/** Draws scenes into one element until disposed of. A new look (colours, size) takes a new plot. */
export class Plot {
  readonly #uplot: uPlot;
  readonly #pixels: number;
  readonly #lines: readonly string[];
  #scene: Scene;

  constructor(
    target: HTMLElement,
    scene: Scene,
    colours: PlotColours,
    size: PlotSize,
    drawn?: () => void,
  ) {
    this.#scene = scene;
    this.#pixels = (size.width - plotRoom.left - plotRoom.right) * size.scale * uPlot.pxRatio;
    this.#lines = drawnLines(scene, this.#pixels).map(({ key }) => key);
    const options = this.#options(colours, size, drawn);
    this.#uplot = new uPlot(options, this.#data(), target);
  }

  get canvas(): HTMLCanvasElement {
    return this.#uplot.ctx.canvas;
  }

  /** Whether a scene has the lines this plot was made for. */
  fits(scene: Scene): boolean {
    const lines = drawnLines(scene, this.#pixels);
    return (
      lines.length === this.#lines.length &&
      lines.every(({ key }, index) => key === this.#lines[index])
    );
  }

  draw(scene: Scene): void {
    this.#scene = scene;
    this.#uplot.batch(() => {
      this.#uplot.setData(this.#data(), false);
      this.#uplot.setScale('x', { min: scene.window.from, max: scene.window.to });
      this.#uplot.setScale('y', { min: scene.range.low, max: scene.range.high });
    });
  }

  dispose(): void {
    this.#uplot.destroy();
  }

  #data(): uPlot.AlignedData {
    const { telemetry, window, marks } = this.#scene;
    const values = drawnLines(this.#scene, this.#pixels).map((line) => line.values);
    const rows = decimate(telemetry.at, values, window, this.#pixels, marks.contactGaps);
    // uPlot's types ask for arrays it could write to; it only reads them.
    return [rows.at, ...rows.columns] as unknown as uPlot.AlignedData;
  }

  #options(
    colours: PlotColours,
    { width, height, scale }: PlotSize,
    drawn?: () => void,
  ): uPlot.Options {
    const font = `400 ${12 * scale}px ${colours.font}`;
    const axis = { font, stroke: colours.text2, gap: 7 * scale };
    return {
      width: width * scale,
      height: height * scale,
      ms: 1,
      pxAlign: false,
      padding: [plotRoom.top * scale, plotRoom.right * scale, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      scales: {
        x: {
          time: true,
          range: () => [this.#scene.window.from, this.#scene.window.to],
        },
        y: { range: () => [this.#scene.range.low, this.#scene.range.high] },
      },
      axes: [
        {
          ...axis,
          scale: 'x',
          size: plotRoom.bottom * scale,
          splits: () => this.#ticks(width).map(({ at }) => at),
          values: () => this.#ticks(width).map(({ label }) => label),
          grid: { show: false },
          border: { show: true, stroke: colours.line, width: scale },
          ticks: { stroke: colours.line, size: 4 * scale, width: scale },
        },
        {
          ...axis,
          scale: 'y',
          size: plotRoom.left * scale,
          splits: () => [...celsiusTicks(this.#scene.range)],
          values: (_, splits) => splits.map(String),
          grid: { stroke: colours.border, width: scale },
          ticks: { show: false },
        },
      ],
      series: [
        {},
        ...drawnLines(this.#scene, this.#pixels).map((line) =>
          lookOf(line, this.#scene, colours, scale),
        ),
      ],
      hooks: {
        drawClear: [(plot) => drawBelow(plot, this.#scene, colours, scale * uPlot.pxRatio)],
        draw: [
          (plot) => {
            drawAbove(plot, this.#scene, colours, scale * uPlot.pxRatio);
            drawn?.();
          },
        ],
      },
    };
  }

  #ticks(width: number) {
    const { from, to } = this.#scene.window;
    const inner = width - plotRoom.left - plotRoom.right;
    return timeTicks(from, to, inner).map(({ at, label }) => {
      const place = ((at - from) / (to - from)) * inner;
      const half = (label.length * letterPixels) / 2;
      return { at, label: place + half > inner + plotRoom.right ? '' : label };
    });
  }
}

function lookOf(
  { quantity, thin }: DrawnLine,
  { telemetry }: Scene,
  colours: PlotColours,
  scale: number,
): uPlot.Series {
  const bold = quantity === 'sample' ? 2 : 1.5;
  const width = thin ? 0.8 : quantity === 'cover' ? 2 : telemetry.zones > 1 ? bold : 1.5;
  return {
    scale: 'y',
    stroke: quantity === 'heatsink' ? colours.text3 : colours[quantity],
    width: width * scale,
    ...(quantity === 'heatsink' ? { dash: [2 * scale, 3 * scale] } : {}),
    points: { show: false },
    spanGaps: false,
  };
}

/** Canvas pixels for each CSS pixel of this window's screen, as plots are drawn now. */
export function pixelRatio(): number {
  return uPlot.pxRatio;
}
