import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { expect, test, vi } from 'vitest';
import { defaultAlertPreferences } from '../../../shared/alert-preferences.ts';
import { labSummary } from '../../../shared/lab-summary.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import type { Instant } from '../../../shared/units.ts';
import {
  networkSettings,
  readyConnection,
  runningReadings,
  runProgress,
  snapshotOf,
} from '../../support/renderer-fixtures.ts';

// Plain Node has no Electron; only what these files name is needed.
vi.mock('electron', () => ({ nativeImage: {}, Menu: {}, Tray: null }));

const { barOf, createTaskbar } = await import('../../../electron/hosts/electron/taskbar.ts');
const { hideInsteadOfClose, seenPresence, staysInTray } = await import(
  '../../../electron/hosts/electron/stay-in-tray.ts'
);
const { trayMenu, trayTip } = await import('../../../electron/hosts/electron/tray.ts');

const now = Date.UTC(2026, 0, 1, 12) as Instant;

function running(name: string, change: Partial<MachineSnapshot> = {}): MachineSnapshot {
  return snapshotOf(now, networkSettings(name, name), {
    connection: readyConnection(now),
    readings: runningReadings(now),
    run: { kind: 'active', progress: runProgress(now) },
    ...change,
  });
}

const lab = (machines: readonly MachineSnapshot[], alerts = 0) => ({
  summary: labSummary(machines, now),
  alerts,
  preferences: defaultAlertPreferences,
});

const chosen = (keepInTray: 'always' | 'never') => ({ ...defaultAlertPreferences, keepInTray });

const silent = { heardAt: (now - 90_000) as Instant };

test('the taskbar shows the nearest run, yellow where none is going on in contact, nothing without a run', () => {
  expect(barOf(lab([snapshotOf(now, networkSettings('a', 'a'))]))).toEqual({
    fraction: -1,
    mode: 'none',
  });
  expect(barOf(lab([running('a')]))).toMatchObject({ mode: 'normal' });
  const paused = running('a', {
    run: { kind: 'paused', progress: runProgress(now), pausedAt: now },
  });
  expect(barOf(lab([paused])).mode).toBe('paused');
  expect(barOf(lab([paused, running('b')])).mode).toBe('normal');
  expect(barOf(lab([running('a', silent)])).mode).toBe('paused');
});

test('an error during a run makes the taskbar red, whichever run is nearest', () => {
  const failing = running('a', {
    readings: { ...runningReadings(now), instrument: { value: { kind: 'error' }, at: now } },
  });
  expect(barOf(lab([running('b'), failing])).mode).toBe('error');
});

test('the taskbar is told only what changed, and the badge counts alerts', () => {
  const calls: unknown[] = [];
  const update = createTaskbar(
    {
      isDestroyed: () => false,
      setProgressBar: (...values) => calls.push(values),
      setOverlayIcon: () => {},
    },
    { setBadgeCount: (count) => calls.push(count) > 0 },
    'linux',
  );
  update(lab([]));
  update(lab([]));
  update(lab([], 2));
  expect(calls).toEqual([[-1, { mode: 'none' }], 0, [-1, { mode: 'none' }], 2]);
});

test('the tray says what a machine out of contact may be doing, and shows every letter of its name', () => {
  const machines = [running('R&D', silent)];
  const [line] = trayMenu(lab(machines), { platform: 'linux', show: () => {}, quit: () => {} });
  expect(line?.label).toBe('R&&D: Lost contact, the run may be continuing');
  expect(trayTip(lab(machines, 1))).toBe(
    'QuantDeck: R&D: Lost contact, the run may be continuing (1 alert)',
  );
  expect(trayTip(lab([running('x'.repeat(200))])).length).toBeLessThanOrEqual(127);
});

test('QuantDeck stays in the tray during runs, also out of contact, unless chosen otherwise', () => {
  const on = lab([running('a', silent)]);
  const idle = lab([]);
  expect([staysInTray(on), staysInTray(idle)]).toEqual([true, false]);
  expect(staysInTray({ ...idle, preferences: chosen('always') })).toBe(true);
  expect(staysInTray({ ...on, preferences: chosen('never') })).toBe(false);
});

test('a window that closes for good is not held back', () => {
  const window = Object.assign(new EventEmitter() as BrowserWindow, { hide: vi.fn<() => void>() });
  hideInsteadOfClose(
    window,
    () => false,
    () => expect.unreachable(),
  );
  const preventDefault = vi.fn<() => void>();
  window.emit('close', { preventDefault });
  expect(preventDefault).not.toHaveBeenCalled();
  expect(window.hide).not.toHaveBeenCalled();
});

test('a hidden window counts as closed once, also if its page crashes meanwhile', () => {
  const window = new EventEmitter() as BrowserWindow;
  const calls: string[] = [];
  const presence = seenPresence(window, {
    windowOpened: () => calls.push('opened'),
    windowClosed: () => calls.push('closed'),
  });
  presence.windowOpened();
  window.emit('hide');
  presence.windowClosed();
  presence.windowOpened();
  expect(calls).toEqual(['opened', 'closed']);
  window.emit('show');
  expect(calls).toEqual(['opened', 'closed', 'opened']);
});
