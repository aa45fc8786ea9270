import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Screen } from 'electron';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  WindowStateFile,
  type WindowState,
  followWindow,
  placeFor,
  usualSize,
} from '../../../electron/hosts/electron/window-state.ts';
import { FakeClock } from '../../support/fake-clock.ts';

let directory: string;
let log: string[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quantdeck-window-'));
  log = [];
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const open = (): WindowStateFile =>
  new WindowStateFile(directory, new FakeClock(), (text) => log.push(text));

function screens(...areas: readonly (readonly [number, number, number, number])[]): Screen {
  return {
    getAllDisplays: () =>
      areas.map(([x, y, width, height]) => ({ workArea: { x, y, width, height } })),
  } as unknown as Screen;
}

const at = (x: number, y: number, width = 1300, height = 900): WindowState => ({
  bounds: { x, y, width, height },
  maximised: false,
  zoom: 1,
});

test('a place is kept and found again', () => {
  expect(open().kept).toBeNull();
  open().write({ ...at(40, 50), maximised: true, zoom: 1.25 });
  expect(open().kept).toMatchObject({ bounds: { x: 40, y: 50 }, maximised: true, zoom: 1.25 });
});

test.each(['{', '[]', '{"version":1}', '{"version":1,"bounds":{"x":"1"}}'])(
  'a file that holds %s is set aside, not overwritten, and the window opens as at first',
  (text) => {
    writeFileSync(join(directory, 'window.json'), text);
    const file = open();
    expect(file.kept).toBeNull();
    file.write(at(1, 2));
    const aside = readdirSync(directory).find((name) => name.includes('damaged')) ?? '';
    expect(readFileSync(join(directory, aside), 'utf8')).toBe(text);
    expect(log.join()).toContain('place of the window');
  },
);

test('the window opens where it was, if a person could take hold of it there', () => {
  const two = screens([0, 0, 1920, 1040], [1920, 0, 2560, 1400]);
  expect(placeFor(null, two)).toEqual(usualSize);
  expect(placeFor(at(2000, 100), two)).toEqual({ x: 2000, y: 100, width: 1300, height: 900 });
  expect(placeFor(at(-1000, 100), two)).toMatchObject({ x: -1000 });
});

test.each([
  ['on a display that is gone', at(2000, 100)],
  ['with its upper edge above the display', at(100, -20)],
  ['with its upper edge below the display', at(100, 1030)],
  ['with only a sliver showing', at(1800, 100)],
])('a window that was %s opens centred', (_, kept) => {
  const place = placeFor(kept, screens([0, 0, 1920, 1040]));
  expect(place).not.toHaveProperty('x');
  expect(place).toEqual({ width: 1280, height: 860 });
});

test('a window is never larger than its display nor smaller than its least', () => {
  const small = screens([0, 0, 1366, 728]);
  expect(placeFor(at(0, 0, 2500, 1400), small)).toMatchObject({ width: 1366, height: 728 });
  expect(placeFor(at(0, 0, 300, 200), small)).toMatchObject({ width: 1024, height: 700 });
});

function createWindow() {
  const written: WindowState[] = [];
  let zoom = 1;
  const webContents = Object.assign(new EventEmitter(), {
    getZoomFactor: () => zoom,
    setZoomFactor: (factor: number) => (zoom = factor),
  });
  const calls: string[] = [];
  const window = Object.assign(new EventEmitter(), {
    webContents,
    getNormalBounds: () => ({ x: 1, y: 2, width: 1100, height: 800 }),
    isMaximized: () => false,
    isDestroyed: () => false,
    maximize: () => calls.push('maximize'),
  });
  return { window, written, calls, zoom: () => zoom };
}

test('the window is put as it was, and its place kept once it has settled and when it closes', async () => {
  const clock = new FakeClock();
  const { window, written, calls, zoom } = createWindow();
  const file = {
    kept: { ...at(1, 2), maximised: true, zoom: 1.5 },
    write: (state: WindowState) => written.push(state),
  };
  const scope = followWindow(window as never, file, clock);
  expect(calls).toEqual(['maximize']);
  window.webContents.emit('did-finish-load');
  expect(zoom()).toBe(1.5);
  window.emit('resize');
  await clock.advance(499);
  window.emit('move');
  await clock.advance(499);
  expect(written).toEqual([]);
  await clock.advance(1);
  expect(written).toHaveLength(1);
  expect(written[0]).toEqual({
    bounds: { x: 1, y: 2, width: 1100, height: 800 },
    maximised: false,
    zoom: 1.5,
  });
  window.emit('close');
  scope.dispose();
  expect(written).toHaveLength(3);
  expect(clock.pending).toBe(0);
});
