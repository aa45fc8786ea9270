import { addMachine, expect, press, test } from './support/fixtures.ts';
import { recordShown } from './support/record-shown.ts';
import { SimulatorProgram } from './support/simulator-program.ts';

test('a first start shows a practice machine that opens its drawer and confirms it', async ({
  app,
}) => {
  const card = app.card('Practice machine');
  await expect(card.getByText('Idle')).toBeVisible();
  // It says so only while the drawer moves: the page notes it.
  const accepted = await recordShown(card, /accepted/i);
  await card.getByRole('button', { name: 'Open drawer' }).click();
  await expect(card.getByRole('button', { name: 'Close drawer' })).toBeVisible({ timeout: 15_000 });
  await expect(card.getByText('Drawer open')).toBeVisible();
  expect(await accepted()).not.toEqual([]);
});

test('a machine is added by its address, and its drawer opens and is confirmed', async ({
  app,
  simulate,
}) => {
  const simulator = await simulate('--speed', '4');
  await addMachine(app, 'qpcr1', simulator.address);
  const card = app.card('qpcr1');
  await expect(card.getByText('Idle')).toBeVisible({ timeout: 15_000 });
  await card.getByRole('button', { name: 'Open drawer' }).click();
  await expect(card.getByRole('button', { name: 'Close drawer' })).toBeVisible({ timeout: 15_000 });
  const received = await simulator.received();
  expect(received.filter((command) => command === 'OPEN')).toHaveLength(1);
  // Controller was taken for the action and given back.
  await expect
    .poll(async () =>
      (await simulator.received()).findLast((command) => command.startsWith('ACC ')),
    )
    .toMatch(/Observer$/);
  await press(card, 'Close drawer');
  await expect(card.getByRole('button', { name: 'Open drawer' })).toBeVisible({ timeout: 15_000 });
  expect((await simulator.received()).filter((command) => command === 'CLOSE')).toHaveLength(1);
});

test('the cover is lowered and the power is switched off and on', async ({ app, simulate }) => {
  const simulator = await simulate('--speed', '4');
  await addMachine(app, 'qpcr1', simulator.address);
  const card = app.card('qpcr1');
  test.setTimeout(60_000);
  await press(card, 'Open drawer');
  await press(card, 'Close drawer');
  await expect(card.getByRole('button', { name: 'Open drawer', disabled: false })).toBeVisible({
    timeout: 20_000,
  });
  await press(card, 'Lower cover');
  await expect(card.getByText('Cover down')).toBeVisible({ timeout: 15_000 });
  await press(card, 'Power off');
  await press(card, 'Power on');
  await expect(card.getByRole('button', { name: 'Power off' })).toBeVisible({ timeout: 15_000 });
  const received = await simulator.received();
  expect(received).toContain('POW OFF');
  expect(received).toContain('POW ON');
});

test('a machine that falls silent turns stale, one that ends is lost, and it comes back by itself', async ({
  app,
  simulate,
}) => {
  test.setTimeout(90_000);
  const simulator = await simulate();
  await addMachine(app, 'qpcr1', simulator.address);
  const card = app.card('qpcr1');
  await expect(card.getByText('Idle')).toBeVisible({ timeout: 15_000 });
  await simulator.control({ do: 'silence' });
  await expect(card.getByText(/stale/i).first()).toBeVisible({ timeout: 20_000 });
  await simulator.end('SIGKILL');
  await expect(card.getByText('Lost contact')).toBeVisible({ timeout: 20_000 });
  const again = await SimulatorProgram.start('--port', String(simulator.port));
  try {
    // It may have come back by itself before the press.
    await press(card, 'Retry now', 3_000).catch(() => {});
    await expect(card.getByText('Idle')).toBeVisible({ timeout: 20_000 });
    await expect(card.getByText('Lost contact')).toBeHidden();
    // Nothing is sent again after contact was lost: only what reads.
    const reading = /^(ACC\?|SUBS |RET |SYST:SETT:NICK\?)/;
    expect((await again.received()).filter((command) => !reading.test(command))).toEqual([]);
  } finally {
    await again.end();
  }
});

test('the machines are found again after a restart, and none was left hanging', async ({
  app,
  simulate,
}) => {
  const simulator = await simulate();
  await addMachine(app, 'qpcr1', simulator.address);
  await expect(app.card('qpcr1').getByText('Idle')).toBeVisible({ timeout: 15_000 });
  await app.restart();
  expect(await simulator.received()).toContain('QUIT');
  await expect(app.card('qpcr1').getByText('Idle')).toBeVisible({ timeout: 15_000 });
  await expect(app.card('Practice machine')).toBeVisible();
});

test('a machine is edited, and removed after a question', async ({ app, simulate }) => {
  const simulator = await simulate();
  await addMachine(app, 'qpcr1', simulator.address);
  await app.page.getByRole('button', { name: 'More actions for qpcr1' }).click();
  await app.page.getByRole('menuitem', { name: 'Edit' }).click();
  const dialog = app.page.getByRole('dialog', { name: /edit/i });
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('qpcr1 left bench');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(app.card('qpcr1 left bench')).toBeVisible();
  await app.page.getByRole('button', { name: 'More actions for qpcr1 left bench' }).click();
  await app.page.getByRole('menuitem', { name: 'Remove' }).click();
  await app.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(app.card('qpcr1 left bench')).toBeHidden();
  await expect.poll(async () => simulator.received()).toContain('QUIT');
});

test('an address that is no QuantStudio is explained with a remedy', async ({ app }) => {
  await addMachine(app, 'nowhere', '127.0.0.1:1');
  const card = app.card('nowhere');
  await expect(card.getByText(/no QuantStudio is listening/)).toBeVisible({ timeout: 15_000 });
  await expect(card.getByRole('button', { name: 'Retry now' })).toBeVisible();
});
