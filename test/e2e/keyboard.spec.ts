import { expect, test as base } from './support/fixtures.ts';
import { stopsWithoutFocusRing, tabTo } from './support/keys.ts';
import { show } from './support/lab.ts';
import { seedHistory } from './support/seeded-history.ts';

/** On a workstation that recorded a few runs before. No test here touches the mouse. */
const test = base.extend<{ readonly recorded: null }>({
  recorded: [
    async ({ dataDirectory }, provide) => {
      seedHistory(dataDirectory, 20, Date.now());
      await provide(null);
    },
    { auto: true },
  ],
});

test('the keyboard skips to the content, adds a machine and opens its drawer', async ({
  app,
  simulate,
}) => {
  const { page } = app;
  const simulator = await simulate('--speed', '4');
  await expect(app.card('Practice machine').getByText('Idle')).toBeVisible({ timeout: 15_000 });
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  const add = page.getByRole('button', { name: 'Add machine' }).first();
  await tabTo(page, add);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Add machine' });
  await expect(dialog.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(add).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused();
  await page.keyboard.type('qpcr1');
  await tabTo(page, dialog.getByRole('textbox', { name: 'Address', exact: true }));
  await page.keyboard.type(simulator.address);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(add).toBeFocused();
  const card = app.card('qpcr1');
  await expect(card.getByText('Idle')).toBeVisible({ timeout: 15_000 });
  await tabTo(page, card.getByRole('button', { name: 'Open drawer' }));
  await page.keyboard.press('Enter');
  await expect(card.getByRole('button', { name: 'Close drawer' })).toBeVisible({ timeout: 20_000 });
  expect((await simulator.received()).filter((text) => text === 'OPEN')).toHaveLength(1);
});

test('the keyboard starts a practice run, and aborts it by holding and confirming', async ({
  app,
}) => {
  const { page } = app;
  const card = app.card('Practice machine');
  await expect(card.getByText('Idle')).toBeVisible({ timeout: 15_000 });
  await tabTo(page, card.getByRole('button', { name: 'Start practice run' }));
  await page.keyboard.press('Enter');
  await expect(card.getByText('Running', { exact: true })).toBeVisible({ timeout: 15_000 });
  const abort = card.getByRole('button', { name: 'Abort', disabled: false });
  const dialog = page.getByRole('dialog', { name: /abort/i });
  for (const key of ['Space', 'Enter']) {
    await tabTo(page, abort);
    await page.keyboard.press(key);
    await expect(dialog).toBeHidden();
    await page.keyboard.down(key);
    await expect(dialog).toBeVisible({ timeout: 10_000 });
    await page.keyboard.up(key);
    // The safe answer has the focus, and Escape leads back to where it was.
    await expect(dialog).toBeVisible();
    if (key === 'Enter') break;
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(abort).toBeFocused();
  }
  await tabTo(page, dialog.getByRole('button', { name: /abort run/i }));
  await page.keyboard.press('Enter');
  await expect(card.getByText('Aborted', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(dialog).toBeHidden();
});

test('the keyboard sends a command, leaves the command line, and searches the history', async ({
  app,
}) => {
  const { page } = app;
  await expect(app.card('Practice machine').getByText('Idle')).toBeVisible({ timeout: 15_000 });
  await page.keyboard.press('Control+4');
  const command = page.getByRole('textbox', { name: 'Command', exact: true });
  await expect(command).toBeFocused();
  await page.keyboard.type('DRAWer? ');
  await page.keyboard.press('Enter');
  const transcript = page.getByRole('log', { name: 'Transcript' });
  await expect(transcript.getByText('Closed', { exact: true })).toBeVisible();
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('combobox', { name: 'Wait for' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Send' })).toBeFocused();
  await page.keyboard.press('Control+2');
  await expect(page.getByText('20 runs')).toBeVisible();
  await tabTo(page, page.getByRole('searchbox', { name: 'Search' }));
  await page.keyboard.type('melt check 0020');
  await expect(page.getByText('1 run found')).toBeVisible();
  await tabTo(page, page.getByRole('link', { name: 'Melt check 0020' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Melt check 0020', level: 1 })).toBeVisible();
});

test('menus and dialogs left with Escape give the focus back, and arrows walk tabs and menus', async ({
  app,
}) => {
  const { page } = app;
  const card = app.card('Practice machine');
  await expect(card.getByText('Idle')).toBeVisible({ timeout: 15_000 });
  const lock = page.getByRole('switch', { name: 'Lock controls' });
  await tabTo(page, lock);
  await page.keyboard.press('Space');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(lock).toBeFocused();
  const menu = card.getByRole('button', { name: 'More actions for Practice machine' });
  await tabTo(page, menu);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('[role="menuitem"]:focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
  await tabTo(page, card.getByRole('link', { name: 'Practice machine' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('tab', { name: 'Run' }));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Console', selected: true })).toBeVisible();
});

for (const [view, hash] of [
  ['Machines', '#/machines'],
  ['Console', '#/console'],
  ['History', '#/history'],
  ['Settings', '#/settings'],
  ['Help', '#/help'],
] as const) {
  test(`Tab goes through ${view} and around again, and every stop shows that it has the focus`, async ({
    app,
  }) => {
    const { page } = app;
    await expect(app.card('Practice machine').getByText('Idle')).toBeVisible({ timeout: 15_000 });
    await show(page, hash, view);
    expect(await stopsWithoutFocusRing(page)).toEqual([]);
  });
}
