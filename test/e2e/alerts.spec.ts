import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Locator } from '@playwright/test';
import { defaultAlertPreferences } from '../../shared/alert-preferences.ts';
import { ask } from './support/ask.ts';
import { addMachine, type App, expect, test } from './support/fixtures.ts';
import type { SimulatorProgram } from './support/simulator-program.ts';

const wait = { timeout: 20_000 };

function alerts(app: App): Locator {
  return app.page.getByRole('region', { name: 'Alerts' }).getByRole('article');
}

async function startRun(app: App, simulator: SimulatorProgram, title: string): Promise<void> {
  const card = app.card('qpcr1');
  await expect(card.getByText('Idle')).toBeVisible(wait);
  await simulator.control({ do: 'start-run', protocol: 'Demo', title });
  await expect(card.getByText('Running')).toBeVisible(wait);
}

/** Another computer's session takes Controller and sends one command. */
async function someoneElse(simulator: SimulatorProgram, command: string): Promise<void> {
  const socket = connect(simulator.port, '127.0.0.1');
  const heard: string[] = [];
  socket.setEncoding('utf8').on('data', (text: string) => heard.push(text));
  socket.write(`1 ACC Controller\n2 ${command}\n3 QUIT\n`);
  await new Promise((resolve) => socket.on('close', resolve));
  expect(heard.join('')).not.toContain('ERRor');
}

/** From ten minutes before this hour to ten minutes into the next but one, by this computer's clock. */
function quietNow() {
  const hour = new Date().getHours() * 60;
  return { on: true, from: (hour + 1_430) % 1_440, to: (hour + 130) % 1_440 };
}

test('the end of a run is told once, also after a reload and a restart, until it is dismissed', async ({
  app,
  simulate,
}) => {
  test.setTimeout(120_000);
  const simulator = await simulate('--speed', '20');
  await addMachine(app, 'qpcr1', simulator.address);
  await startRun(app, simulator, 'Plate 9');
  await expect(alerts(app)).toHaveText([/qpcr1: run finished.*“Plate 9” is done/], {
    timeout: 60_000,
  });
  await app.page.reload();
  await expect(alerts(app)).toHaveText([/qpcr1: run finished/], wait);
  await app.restart();
  await expect(app.card('qpcr1').getByText('Idle')).toBeVisible(wait);
  await expect(alerts(app)).toHaveText([/qpcr1: run finished/]);
  await alerts(app).getByRole('button', { name: 'Dismiss: qpcr1: run finished' }).click();
  await expect(alerts(app)).toHaveCount(0);
  await app.page.reload();
  await expect(app.card('qpcr1')).toBeVisible(wait);
  await expect(alerts(app)).toHaveCount(0);
});

test('a pause and an abort by someone else are told once each, those from here are not', async ({
  app,
  simulate,
}) => {
  test.setTimeout(120_000);
  const simulator = await simulate('--speed', '2');
  await addMachine(app, 'qpcr1', simulator.address);
  await startRun(app, simulator, 'Plate 7');
  const card = app.card('qpcr1');
  await card.getByRole('button', { name: 'Pause', exact: true }).click();
  await card.getByRole('button', { name: 'Resume', exact: true }).click(wait);
  await expect(card.getByRole('button', { name: 'Pause', exact: true })).toBeVisible(wait);
  await expect(alerts(app)).toHaveCount(0);

  await someoneElse(simulator, 'PAUSe');
  await expect(alerts(app)).toHaveText([/“Plate 7” was paused by someone else/], wait);
  await someoneElse(simulator, 'AbortRun "Plate 7"');
  await expect(alerts(app)).toHaveText(
    [/“Plate 7” was aborted by someone else/, /“Plate 7” was paused by someone else/],
    wait,
  );
  await app.page.reload();
  await expect(alerts(app)).toHaveCount(2, wait);
});

test('contact lost during a run is told once it is really lost, and its return takes its place', async ({
  app,
  simulate,
}) => {
  test.setTimeout(180_000);
  const simulator = await simulate();
  await addMachine(app, 'qpcr1', simulator.address);
  await startRun(app, simulator, 'Plate 8');
  await simulator.control({ do: 'silence' });
  await expect(alerts(app)).toHaveText([/lost contact.*“Plate 8” may be continuing/], {
    timeout: 90_000,
  });
  await simulator.control({ do: 'resume' });
  await expect(alerts(app)).toHaveText([/in contact again.*“Plate 8” is on/], { timeout: 60_000 });
});

test('the quiet hours show what happens, and a webhook receives each event once', async ({
  app,
  simulate,
}) => {
  test.setTimeout(120_000);
  const received: { readonly id: string; readonly kind: string }[] = [];
  const receiver: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push(JSON.parse(body) as (typeof received)[number]);
      response.writeHead(received.length === 1 ? 503 : 204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  const simulator = await simulate('--speed', '20');
  await addMachine(app, 'qpcr1', simulator.address);
  const set = await ask(app.page, 'alerts.setWebhook', {
    kind: 'set',
    url: `http://127.0.0.1:${port}/lab`,
    token: '',
  });
  expect(set.ok).toBe(true);
  const chosen = {
    ...defaultAlertPreferences,
    quietHours: quietNow(),
    webhook: { on: true, format: 'json', duringQuietHours: true },
  };
  expect((await ask(app.page, 'preferences.change', { alerts: chosen })).ok).toBe(true);
  await startRun(app, simulator, 'Plate 9');
  await expect(alerts(app)).toHaveText([/run finished.*in the quiet hours/], { timeout: 60_000 });
  // The first answer was an error, so it came a second time; the event is one.
  await expect.poll(() => received.map(({ kind }) => kind)).toEqual(['finished', 'finished']);
  expect(new Set(received.map(({ id }) => id)).size).toBe(1);
  await app.page.reload();
  await expect(alerts(app)).toHaveCount(1, wait);
  expect(received).toHaveLength(2);
  await new Promise((resolve) => receiver.close(resolve));
});

test('what to be told is chosen in the settings, and a test alert shows', async ({ app }) => {
  await app.page.getByRole('link', { name: 'Settings' }).click();
  const section = app.page.getByRole('region', { name: 'Alerts' }).first();
  await section.getByRole('checkbox', { name: 'A run is finished' }).uncheck();
  await section.getByRole('checkbox', { name: 'Quiet hours' }).check();
  await section.getByLabel('From').fill('21:30');
  await section.getByRole('checkbox', { name: 'Send alerts on' }).check();
  await section.getByRole('textbox', { name: 'Address' }).fill('ftp://nowhere');
  await section.getByRole('button', { name: 'Save the address' }).click();
  await expect(section.getByText('Enter a web address')).toBeVisible();
  await section.getByRole('button', { name: 'Show a test alert' }).click();
  await expect(alerts(app)).toHaveText([/QuantDeck test/], wait);
  const view = await ask(app.page, 'panel.view', {});
  expect(view.ok && view.value.preferences.alerts).toMatchObject({
    kinds: { finished: false, paused: true },
    quietHours: { on: true, from: 21 * 60 + 30 },
    webhook: { on: true },
  });
});
