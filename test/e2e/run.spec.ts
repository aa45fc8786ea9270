import { addMachine, expect, press, test } from './support/fixtures.ts';
import { recordShown } from './support/record-shown.ts';

const abortHoldMilliseconds = 1_500;

test('a run started from the console is followed through its stages, paused, resumed and aborted', async ({
  app,
  simulate,
}) => {
  test.setTimeout(90_000);
  const simulator = await simulate('--speed', '3');
  await addMachine(app, 'qpcr1', simulator.address);
  const card = app.card('qpcr1');
  await expect(card.getByText('Idle')).toBeVisible({ timeout: 15_000 });

  await app.page.getByRole('link', { name: 'Console' }).click();
  await app.page.getByRole('combobox', { name: 'Machine' }).selectOption({ label: 'qpcr1' });
  await app.page.getByRole('combobox', { name: /run as/i }).selectOption('Controller');
  const command = app.page.getByRole('textbox', { name: 'Command' });
  await command.fill('RP Standard-PCR "Evening plate"');
  await command.press('Enter');
  await app.page.getByRole('button', { name: 'Send command' }).click();
  await expect(app.page.getByText('RP Standard-PCR "Evening plate"').first()).toBeVisible();

  await app.page.getByRole('link', { name: 'Machines' }).click();
  await expect(card.getByText('Running')).toBeVisible({ timeout: 15_000 });
  await expect(card.getByText('Evening plate')).toBeVisible();
  await expect(card.getByText(/elapsed/i)).toBeVisible({ timeout: 15_000 });

  await press(card, 'Pause');
  await press(card, 'Resume');
  await expect(card.getByRole('button', { name: 'Pause', disabled: false })).toBeVisible({
    timeout: 20_000,
  });

  // A click is not enough: the button must be held, and the dialog then asks once more.
  await card.getByRole('button', { name: 'Abort' }).click();
  await expect(app.page.getByRole('dialog')).toBeHidden();
  expect((await simulator.received()).filter((text) => /abort/i.test(text))).toEqual([]);
  await card.getByRole('button', { name: 'Abort' }).click({ delay: abortHoldMilliseconds });
  const dialog = app.page.getByRole('dialog', { name: /abort/i });
  await expect(dialog).toBeVisible();
  expect((await simulator.received()).filter((text) => /abort/i.test(text))).toEqual([]);
  await dialog.getByRole('button', { name: /abort run/i }).click();
  await expect(card.getByText('Aborted')).toBeVisible({ timeout: 30_000 });
  await expect(dialog).toBeHidden();
  expect((await simulator.received()).filter((text) => /^AbortRun/i.test(text))).toHaveLength(1);
});

test('a whole run is followed from the heating cover through its stages and cycles to its end', async ({
  app,
  simulate,
}) => {
  test.setTimeout(120_000);
  const simulator = await simulate('--speed', '4');
  await addMachine(app, 'qpcr1', simulator.address);
  const card = app.card('qpcr1');
  await expect(card.getByText('Idle')).toBeVisible({ timeout: 15_000 });
  // What lasts a second or two is recorded by the page, not looked for while it lasts.
  const words = /^(Running|Finished|(Stage|Cycle) \d+(\/\S{1,2})?)$/;
  const shown = await recordShown(card, words);
  await simulator.control({ do: 'start-run', protocol: 'Demo', title: 'Plate 9' });
  await expect(card.getByText('Finished')).toBeVisible({ timeout: 80_000 });
  const texts = await shown();
  expect(texts.filter((text) => !text.startsWith('Cycle'))).toEqual([
    'Running',
    'Stage 1/2',
    'Stage 2/2',
    'Finished',
  ]);
  expect(texts.filter((text) => text.startsWith('Cycle'))).toEqual([
    'Cycle 1/1',
    ...[1, 2, 3, 4, 5].map((cycle) => `Cycle ${cycle}/5`),
  ]);
  await app.page.getByRole('link', { name: 'History' }).click();
  await app.page.getByRole('link', { name: 'Plate 9' }).click();
  await expect(app.page.getByText('Stage 2').first()).toBeVisible({ timeout: 15_000 });
});

test('the drawer is locked with its reason while a run is on', async ({ app, simulate }) => {
  const simulator = await simulate('--run');
  await addMachine(app, 'qpcr1', simulator.address);
  const card = app.card('qpcr1');
  await expect(card.getByText('Running')).toBeVisible({ timeout: 15_000 });
  await card.getByRole('button', { name: 'Open drawer' }).click();
  const dialog = app.page.getByRole('dialog');
  await expect(dialog).toContainText(/run/i);
  await app.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  expect(await simulator.received()).not.toContain('OPEN');
});
