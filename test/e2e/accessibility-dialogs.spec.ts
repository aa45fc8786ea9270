import { expectAccessible } from './support/violations.ts';
import { ask, perform, snapshotOf } from './support/ask.ts';
import { expect, press, test } from './support/fixtures.ts';
import { haveMachine, show } from './support/lab.ts';

test('dialogs about a machine’s address have no barriers', async ({ app, simulate }) => {
  const { page } = app;
  const dialog = page.getByRole('dialog');
  const simulator = await simulate('--tls-port', '0');
  await page.getByRole('button', { name: 'Add machine' }).first().click();
  await dialog.getByRole('button', { name: 'Add machine' }).click();
  await expectAccessible(page, 'add machine, with mistakes');
  await page.keyboard.press('Escape');
  await haveMachine(page, 'gateway', `127.0.0.1:${simulator.tlsPort}`);
  const card = app.card('gateway');
  await card.getByRole('button', { name: /certificate/i }).click();
  await expect(dialog).toContainText('Trust the certificate of gateway?');
  await expectAccessible(page, 'trust');
  await page.keyboard.press('Escape');
  for (const [choice, title] of [
    ['Edit', 'Edit gateway'],
    ['Remove', 'Remove gateway?'],
  ] as const) {
    await page.getByRole('button', { name: 'More actions for gateway' }).click();
    await page.getByRole('menuitem', { name: choice }).click();
    await expect(dialog).toContainText(title);
    await expectAccessible(page, title);
    await page.keyboard.press('Escape');
  }
});

test('questions before an action, its outcome and a lease have no barriers', async ({
  app,
  simulate,
}) => {
  const { page } = app;
  const dialog = page.getByRole('dialog');
  const simulator = await simulate('--run');
  const id = await haveMachine(page, 'qpcr1', simulator.address);
  const card = app.card('qpcr1');
  await expect(card.getByText('Running', { exact: true })).toBeVisible({ timeout: 15_000 });
  for (const name of ['Open drawer', 'Abort']) {
    // As assistive technology presses: what no hand holds need not be held.
    await card.getByRole('button', { name, disabled: false }).evaluate((button) => {
      if (button instanceof HTMLElement) button.click();
    });
    await expect(dialog).toBeVisible();
    await expectAccessible(page, `${name}?`);
    await page.keyboard.press('Escape');
  }
  const machine = await snapshotOf(page, 'qpcr1');
  await perform(page, machine, { kind: 'block-on', target: 40 }, 'to nothing');
  await show(page, `#/machines/${id}`, 'qpcr1');
  await page
    .getByRole('button', { name: /^Details of/ })
    .first()
    .click();
  await expect(dialog).toBeVisible();
  await expectAccessible(page, 'outcome');
  await page.keyboard.press('Escape');
  await press(page.getByRole('group', { name: 'Access level' }), 'Controller');
  await expect(dialog).toContainText('Take Controller on qpcr1?');
  await expectAccessible(page, 'lease');
});

test('dialogs about locked controls and passwords have no barriers', async ({ app }, info) => {
  test.skip(info.project.name === 'electron', 'the desktop app may have a keychain');
  const { page } = app;
  const dialog = page.getByRole('dialog');
  await expect(page.getByRole('heading', { name: 'Machines', level: 1 })).toBeVisible();
  const lock = page.getByRole('switch', { name: 'Lock controls' });
  await lock.click();
  await expectAccessible(page, 'lock the controls');
  await page.keyboard.press('Escape');
  await ask(page, 'controls.lock', { pin: '4711' });
  await expect(lock).toBeChecked();
  await expectAccessible(page, 'overview with locked controls');
  await lock.click();
  await expect(dialog).toContainText('Unlock the controls?');
  await expectAccessible(page, 'unlock the controls');
  await page.keyboard.press('Escape');
  await show(page, '#/settings', 'Settings');
  await press(page.getByRole('main'), 'Keep them in an encrypted file…');
  await expectAccessible(page, 'create the file of passwords');
  await page.keyboard.press('Escape');
  await ask(page, 'passwords.createVault', { passphrase: 'four words make sense' });
  for (const name of ['Change the passphrase…', 'Remove the file…']) {
    await press(page.getByRole('main'), name);
    await expect(dialog).toBeVisible();
    await expectAccessible(page, name);
    await page.keyboard.press('Escape');
  }
  await ask(page, 'passwords.lock', {});
  await press(page.getByRole('main'), 'Unlock passwords…');
  await expectAccessible(page, 'unlock the passwords');
});

test('dialogs of the console have no barriers', async ({ app, simulate }) => {
  const { page } = app;
  const dialog = page.getByRole('dialog');
  const simulator = await simulate('--run');
  const id = await haveMachine(page, 'qpcr1', simulator.address);
  await expect(app.card('qpcr1').getByText('Running', { exact: true })).toBeVisible({
    timeout: 15_000,
  });
  await show(page, `#/console/${id}`, 'Console');
  const command = page.getByRole('textbox', { name: 'Command', exact: true });
  await page.getByRole('combobox', { name: 'Run as' }).selectOption('Controller');
  await command.fill('OPEN');
  await command.press('Enter');
  await expect(dialog).toContainText('OPEN');
  await expectAccessible(page, 'question before a command');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(dialog).toContainText('Choose a command');
  await expectAccessible(page, 'list of commands');
  await page.keyboard.type('DRAWer?');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'DRAWer?' })).toBeVisible();
  await expectAccessible(page, 'form of a command');
});
