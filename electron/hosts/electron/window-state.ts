import type { BrowserWindow, Rectangle, Screen } from 'electron';
import { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import { type Disposable, toDisposable } from '../../base/disposable.ts';
import { KeptFile } from '../../panel/kept-file.ts';

/** How small and large the page may be zoomed, as a factor; the menu's own steps stay within it. */
export const zoomRange = { min: 0.5, max: 3 } as const;
export const usualSize = { width: 1280, height: 860 } as const;
export const smallestSize = { width: 1024, height: 700 } as const;

/** So much of a window's upper edge must be on a display, in pixels, that a person can take hold of it. */
const graspable = { width: 160, height: 32 } as const;
/** A window that is dragged tells its place many times a second. */
const settledMilliseconds = 500;

const number = z.number().int().min(-100_000).max(100_000);
const stateSchema = z.strictObject({
  version: z.literal(1),
  bounds: z.strictObject({ x: number, y: number, width: number, height: number }),
  maximised: z.boolean(),
  zoom: z.number().min(zoomRange.min).max(zoomRange.max),
});
/** Where the window was when it was last seen. `bounds` are those it has when it is not maximised. */
export type WindowState = Omit<Readonly<z.infer<typeof stateSchema>>, 'version'>;

/** The window's place in `window.json` of the data directory. */
export class WindowStateFile {
  readonly #file: KeptFile;
  readonly #log: (text: string) => void;
  /** What was kept; null at the first start, or if it made no sense. */
  readonly kept: WindowState | null;

  constructor(directory: string, clock: Clock, log: (text: string) => void) {
    this.#log = log;
    this.#file = new KeptFile({
      directory,
      name: 'window',
      holds: 'The place of the window',
      remedy: 'It opens at its usual place.',
      clock,
    });
    const reading = stateSchema.safeParse(this.#file.found);
    if (this.#file.found !== null && !reading.success)
      this.#file.setAside('The place of the window could not be read');
    for (const problem of this.#file.problems) log(problem);
    this.kept = reading.success ? reading.data : null;
  }

  /** A place that cannot be kept is not worth a word to the person. */
  write({ bounds, maximised, zoom }: WindowState): void {
    try {
      this.#file.write({ version: 1, bounds, maximised, zoom });
    } catch (failure) {
      this.#log(`The place of the window could not be kept: ${String(failure)}`);
    }
  }
}

/**
 * Where to open: at the kept place if a person could take hold of the window there, on the displays that exist now; else at the
 * usual size, which the system centres. Never larger than its display.
 */
export function placeFor(
  kept: WindowState | null,
  screen: Pick<Screen, 'getAllDisplays'>,
): Partial<Rectangle> {
  if (kept === null) return usualSize;
  const { bounds } = kept;
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const home = areas.find((area) => {
    const across =
      Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
    const inside = bounds.y >= area.y && bounds.y + graspable.height <= area.y + area.height;
    return across >= graspable.width && inside;
  });
  const size = {
    width: Math.max(smallestSize.width, Math.min(bounds.width, home?.width ?? usualSize.width)),
    height: Math.max(
      smallestSize.height,
      Math.min(bounds.height, home?.height ?? usualSize.height),
    ),
  };
  return home === undefined ? size : { x: bounds.x, y: bounds.y, ...size };
}

type FollowedWindow = Pick<
  BrowserWindow,
  'on' | 'getNormalBounds' | 'isMaximized' | 'isDestroyed' | 'maximize'
> & {
  readonly webContents: Pick<
    BrowserWindow['webContents'],
    'on' | 'getZoomFactor' | 'setZoomFactor'
  >;
};

/** Puts the window as it was, and keeps how it is from then on. */
export function followWindow(
  window: FollowedWindow,
  file: Pick<WindowStateFile, 'kept' | 'write'>,
  clock: Clock,
): Disposable {
  const { kept } = file;
  if (kept?.maximised === true) window.maximize();
  window.webContents.on('did-finish-load', () => window.webContents.setZoomFactor(kept?.zoom ?? 1));
  let timer: Disposable = toDisposable(() => {});
  const keep = (): void => {
    timer.dispose();
    if (window.isDestroyed()) return;
    const zoom = window.webContents.getZoomFactor();
    file.write({
      bounds: window.getNormalBounds(),
      maximised: window.isMaximized(),
      zoom: Math.min(zoomRange.max, Math.max(zoomRange.min, zoom)),
    });
  };
  const keepSoon = (): void => {
    timer.dispose();
    timer = clock.after(settledMilliseconds, keep);
  };
  window.on('resize', keepSoon);
  window.on('move', keepSoon);
  window.on('maximize', keepSoon);
  window.on('unmaximize', keepSoon);
  // The menu's zoom tells nobody; whoever zooms leaves the window some time.
  window.on('blur', keepSoon);
  window.on('close', keep);
  return toDisposable(keep);
}
