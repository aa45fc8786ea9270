// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Alert, AlertId } from '../../../shared/alert.ts';
import { labSummary } from '../../../shared/lab-summary.ts';
import { tabIcon, tabTitle } from '../../../renderer/features/alerts/tab-title.ts';
import { fail } from '../../../shared/failure.ts';
import {
  idOf,
  networkSettings,
  readyConnection,
  runningReadings,
  runProgress,
  snapshotOf,
} from '../../support/renderer-fixtures.ts';
import { button, openApp, type TestWindow, textOf, visit } from './open-window.tsx';

let app: TestWindow;

beforeEach(async () => {
  app = await openApp((now) => [snapshotOf(now, networkSettings('m1', 'qpcr1'))]);
});
afterEach(() => app.close());

const alertOf = (id: string, change: Partial<Alert> = {}): Alert => ({
  id: id as AlertId,
  machineId: idOf('m1'),
  machineName: 'qpcr1',
  at: app.clock.now(),
  event: { kind: 'finished', title: 'Plate 7', sawEnd: true },
  quiet: false,
  ...change,
});

const tell = (...open: readonly Alert[]): Promise<void> =>
  app.run(() => app.host.emit({ event: 'alerts', payload: { open, webhook: null } }));

const cards = (): readonly Element[] => [
  ...document.querySelectorAll('section[aria-label="Open alerts"] article'),
];

test('an alert shows with its words until main says that it was dismissed', async () => {
  await tell(alertOf('a'));
  expect(cards().map(textOf)).toEqual([expect.stringContaining('qpcr1: run finished')]);
  await app.run(() => button('Dismiss: qpcr1: run finished').click());
  expect(app.host.inputsOf('alerts.dismiss')).toEqual([{ ids: ['a'] }]);
  expect(cards()).toHaveLength(1);
  await tell();
  expect(cards()).toHaveLength(0);
});

test('an alert leads to its machine, and not to one that was removed', async () => {
  await tell(alertOf('a'));
  await app.run(() => button('Open qpcr1').click());
  expect(window.location.hash).toBe('#/machines/m1');
  await app.run(() => visit('#/machines'));
  await tell(alertOf('a', { machineId: idOf('gone') }));
  expect(document.querySelector('button[aria-label="Open qpcr1"]')).toBeNull();
});

test('of many the newest show, the others are counted, and all can be folded or dismissed at once', async () => {
  await tell(...['a', 'b', 'c', 'd', 'e'].map((id) => alertOf(id)));
  expect(cards()).toHaveLength(3);
  expect(textOf(document.querySelector('section[aria-label="Open alerts"]'))).toContain(
    'and 2 more',
  );
  await app.run(() => button('Fold').click());
  expect(cards()).toHaveLength(0);
  expect(textOf(document.querySelector('section[aria-label="Open alerts"]'))).toContain('5 alerts');
  await app.run(() => button('Dismiss all').click());
  expect(app.host.inputsOf('alerts.dismiss')).toEqual([{ ids: ['a', 'b', 'c', 'd', 'e'] }]);
});

test('sound is claimed once for each alert, however often main tells the list, and not where it is off', async () => {
  app.host.answer('alerts.claim', () => ({ ok: true, value: [] }));
  await tell(alertOf('a'));
  await tell(alertOf('a'));
  await tell(alertOf('a'), alertOf('b'));
  expect(app.host.inputsOf('alerts.claim')).toEqual([{ channel: 'sound' }, { channel: 'sound' }]);
  await app.run(() =>
    app.host.emit({
      event: 'preferences',
      payload: preferencesWith(app, { sound: false }),
    }),
  );
  await tell(alertOf('c'));
  expect(app.host.inputsOf('alerts.claim')).toHaveLength(2);
});

function preferencesWith(from: TestWindow, change: { readonly sound: boolean }) {
  const preferences = from.services.panel.getState().replica?.preferences;
  if (preferences === undefined) throw new Error('no view yet');
  return { ...preferences, alerts: { ...preferences.alerts, ...change } };
}

test('a machine chosen outside the window is shown', async () => {
  await app.run(() => app.host.emit({ event: 'show-machine', payload: { machineId: idOf('m1') } }));
  expect(window.location.hash).toBe('#/machines/m1');
});

test('the tab says how many alerts wait and which run is done first', async () => {
  await tell(alertOf('a'), alertOf('b'));
  expect(document.title).toBe('(2) QuantDeck');
  const now = app.clock.now();
  const running = snapshotOf(now, networkSettings('m2', 'qpcr2'), {
    connection: readyConnection(now),
    readings: runningReadings(now),
    run: { kind: 'active', progress: runProgress(now) },
  });
  expect(tabTitle(0, labSummary([running, running], now))).toBe('42 % qpcr2 +1 – QuantDeck');
});

test('two presses in the settings before main answers keep both, and a refusal is said', async () => {
  await app.run(() => visit('#/settings'));
  await app.pass(0);
  const press = (label: string): Promise<void> =>
    app.run(() => {
      const found = [...document.querySelectorAll('label')].find(
        (element) => textOf(element).trim() === label,
      );
      document.getElementById(found?.htmlFor ?? '')?.click();
    });
  await press('A run is stopped');
  await press('With a sound');
  expect(app.host.inputsOf('preferences.change').at(-1)).toMatchObject({
    alerts: { sound: false, kinds: { stopped: false, finished: true } },
  });
  app.host.answer('preferences.change', () =>
    fail({ kind: 'storage', message: 'This could not be saved.', remedy: '', detail: '' }),
  );
  await press('A run is aborted');
  expect(textOf(document.querySelector('section[aria-labelledby="alert-settings"]'))).toContain(
    'This could not be saved.',
  );
});

test('the tab takes its picture from beside the page, in whatever folder that is served', () => {
  expect(new URL(tabIcon(0), 'http://127.0.0.1:1/secret/').pathname).toBe('/secret/icon.svg');
});
