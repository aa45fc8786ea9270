import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { ask } from './support/ask.ts';
import { type App, expect, test } from './support/fixtures.ts';

const passphrase = 'four words make sense';
const secret = 'hunter2-secret';

async function settings(app: App): Promise<void> {
  await app.page.getByRole('navigation').getByRole('link', { name: 'Settings' }).click();
}

async function violations(page: Page): Promise<readonly string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
    .analyze();
  return found.violations.map(({ id }) => id);
}

/** Adds a machine that asks for a password, as a person would. */
async function addWithPassword(app: App, name: string, address: string): Promise<void> {
  await app.page.getByRole('navigation').getByRole('link', { name: 'Machines' }).click();
  await app.page.getByRole('button', { name: 'Add machine' }).first().click();
  const dialog = app.page.getByRole('dialog', { name: 'Add machine' });
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await dialog.getByRole('textbox', { name: 'Address', exact: true }).fill(address);
  await dialog.getByLabel('Password', { exact: true }).fill(secret);
  await dialog.getByRole('button', { name: 'Add machine' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

test('an encrypted file keeps passwords over a restart, and a machine waits for its passphrase', async ({
  app,
  simulate,
  dataDirectory,
}, info) => {
  test.skip(info.project.name === 'electron', 'the desktop app may have a keychain');
  test.setTimeout(90_000);
  const simulator = await simulate(
    '--password',
    secret,
    '--default-level',
    'Guest',
    '--max-level',
    'Guest',
  );
  await settings(app);
  await app.page.getByRole('button', { name: 'Keep them in an encrypted file…' }).click();
  const create = app.page.getByRole('dialog');
  expect(await violations(app.page), 'create dialog').toEqual([]);
  // By keyboard alone: the first field has the focus.
  await app.page.keyboard.type('short');
  await app.page.keyboard.press('Enter');
  await expect(create).toContainText('at least 12 characters');
  await create.getByLabel('New passphrase').fill(passphrase);
  await create.getByLabel('The same again').fill(passphrase);
  await app.page.keyboard.press('Enter');
  await expect(create).toBeHidden();
  await expect(app.page.getByText('unlocked until QuantDeck is closed')).toBeVisible();
  await addWithPassword(app, 'qpcr1', simulator.address);
  await expect(app.card('qpcr1').getByText('Idle')).toBeVisible();

  await app.restart();
  const card = app.card('qpcr1');
  await expect(card).toContainText('Its password is locked');
  expect(await violations(app.page), 'waiting card').toEqual([]);
  await card.getByRole('button', { name: 'Unlock passwords…' }).click();
  const unlock = app.page.getByRole('dialog', { name: 'Unlock passwords' });
  await app.page.keyboard.type('four words make none');
  await app.page.keyboard.press('Enter');
  await expect(unlock).toContainText('That is not the passphrase.');
  await app.page.keyboard.type(passphrase);
  await app.page.keyboard.press('Enter');
  await expect(unlock).toBeHidden();
  await expect(card.getByText('Idle')).toBeVisible();

  for (const name of await readdir(dataDirectory, { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue;
    const bytes = await readFile(join(name.parentPath, name.name));
    for (const text of [secret, passphrase])
      expect(bytes.includes(text), `${text} in ${name.name}`).toBe(false);
  }
});

test('locked controls survive a restart and refuse a hostile window, which the journal tells', async ({
  app,
  simulate,
}) => {
  test.setTimeout(90_000);
  const simulator = await simulate();
  await ask(app.page, 'machines.add', {
    draft: {
      name: 'qpcr1',
      address: simulator.address,
      cap: 'Controller',
      mode: 'stay-connected',
      tls: {
        pinnedFingerprint: null,
        caFile: '',
        serverName: '',
        clientCertificateFile: '',
        clientKeyFile: '',
      },
    },
    password: { kind: 'keep' },
  });
  await expect(app.card('qpcr1').getByText('Idle')).toBeVisible();
  await app.page.getByRole('switch', { name: 'Lock controls' }).click();
  const lock = app.page.getByRole('dialog');
  await lock.getByLabel(/^PIN/).fill('4711');
  await lock.getByLabel('The same again').fill('4711');
  await lock.getByRole('button', { name: 'Lock with this PIN' }).click();
  await expect(lock).toBeHidden();

  await app.restart();
  const { page } = app;
  await expect(page.getByRole('switch', { name: 'Lock controls' })).toBeChecked();
  await expect(app.card('qpcr1').getByText('Idle')).toBeVisible();
  const view = await ask(page, 'panel.view', {});
  if (!view.ok) throw new Error(view.failure.message);
  const machineId = view.value.machines.find(({ settings: { name } }) => name === 'qpcr1')?.id;
  const action = { machineId, action: { kind: 'open-drawer' }, acknowledgement: null };
  const locked = { kind: 'controls-locked' };
  expect(await ask(page, 'action.perform', action)).toMatchObject({
    value: { state: { kind: 'not-sent', failure: locked } },
  });
  const command = { text: 'OPEN', level: 'Controller', wait: 'done', acknowledgement: null };
  expect(await ask(page, 'console.send', { machineId, command })).toMatchObject({
    failure: locked,
  });
  expect(await ask(page, 'controls.unlock', { pin: null })).toMatchObject({ failure: locked });
  const received = await simulator.received();
  expect(received.filter((text) => /OPEN|Controller/.test(text))).toEqual([]);

  await page.getByRole('switch', { name: 'Lock controls' }).click();
  await page.keyboard.type('1111');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText('That is not the PIN.');
  await page.keyboard.type('4711');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await app.card('qpcr1').getByRole('button', { name: 'Open drawer' }).click();
  await expect(app.card('qpcr1').getByText('confirmed')).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: 'Activity' }).click();
  await expect(page.getByRole('button', { name: /OPEN.*Not sent/ })).toBeVisible();
});
