import { expectAccessible } from './support/violations.ts';
import { press, test as base, expect } from './support/fixtures.ts';
import { haveLab, haveMachine, show } from './support/lab.ts';
import { seedHistory } from './support/seeded-history.ts';

/** On a workstation that recorded a few runs before. */
const test = base.extend<{ readonly recorded: null }>({
  recorded: [
    async ({ dataDirectory }, provide) => {
      seedHistory(dataDirectory, 20, Date.now());
      await provide(null);
    },
    { auto: true },
  ],
});

test('the welcome has no barriers', async ({ app }) => {
  const { page } = app;
  const welcome = page.getByRole('region', { name: 'Welcome' });
  await expect(welcome).toBeVisible();
  await expectAccessible(page, 'first step of the welcome');
  await welcome.getByRole('button', { name: 'Next' }).click();
  await welcome.getByRole('button', { name: 'Next' }).click();
  await expectAccessible(page, 'last step of the welcome');
});

test('the overview and the wall have no barriers, in whatever state a machine is', async ({
  app,
  simulate,
}) => {
  test.setTimeout(90_000);
  const { page } = app;
  await haveLab(app, simulate);
  await expectAccessible(page, 'overview');
  await page.getByRole('button', { name: 'More actions for paused' }).click();
  await expect(page.getByRole('menuitem', { name: 'Edit' })).toBeVisible();
  await expectAccessible(page, 'menu of a machine');
  await page.keyboard.press('Escape');
  await show(page, '#/wall');
  await expect(page.getByRole('article', { name: 'paused' })).toBeVisible();
  await expectAccessible(page, 'wall');
});

test('no tab of a machine page has barriers', async ({ app, simulate }) => {
  const { page } = app;
  const simulator = await simulate('--run');
  const id = await haveMachine(page, 'qpcr1', simulator.address);
  await expect(app.card('qpcr1').getByText('Running')).toBeVisible({ timeout: 15_000 });
  await show(page, `#/machines/${id}`, 'qpcr1');
  await expect(page.getByRole('region', { name: 'Run', exact: true })).toBeVisible();
  await expect(page.getByRole('application', { name: /chart/ })).toBeVisible();
  await expectAccessible(page, 'run tab');
  for (const tab of ['Console', 'Connection', 'Activity']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel', { name: tab })).toBeVisible();
    await expectAccessible(page, `${tab} tab`);
  }
});

test('the history, a run and the activity have no barriers', async ({ app }) => {
  const { page } = app;
  await show(page, '#/history', 'History');
  const run = page.getByRole('link', { name: 'Melt check 0020' });
  await expect(run).toBeVisible();
  await expectAccessible(page, 'history');
  await run.click();
  await expect(page.getByRole('heading', { name: 'Melt check 0020', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'Add a note' }).click();
  await expectAccessible(page, 'run');
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('menuitem', { name: 'Everything, as JSON' })).toBeVisible();
  await expectAccessible(page, 'export menu');
  await page.keyboard.press('Escape');
  await show(page, '#/machines', 'Machines');
  await press(app.card('Practice machine'), 'Open drawer');
  await expect(app.card('Practice machine').getByText('Drawer open')).toBeVisible({
    timeout: 15_000,
  });
  await show(page, '#/activity', 'Activity');
  await page.locator('[data-row]').first().click();
  await expectAccessible(page, 'activity with details');
});

test('a transcript and its suggestions have no barriers', async ({ app, simulate }) => {
  const { page } = app;
  const simulator = await simulate();
  const id = await haveMachine(page, 'qpcr1', simulator.address);
  await expect(app.card('qpcr1').getByText('Idle')).toBeVisible({ timeout: 15_000 });
  await show(page, `#/console/${id}`, 'Console');
  const command = page.getByRole('textbox', { name: 'Command', exact: true });
  for (const text of ['DRAWer?', 'HELP?', 'EXP:READ? nothing/at/all', 'POW OFF']) {
    await command.fill(text);
    await command.press('Enter');
  }
  await expect(page.getByText('POW needs Controller.')).toBeVisible();
  await command.fill('');
  await command.pressSequentially('DRA');
  await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
  await expectAccessible(page, 'transcript and suggestions');
});

test('the settings and the help have no barriers', async ({ app }) => {
  const { page } = app;
  await show(page, '#/settings', 'Settings');
  for (const heading of ['Appearance', 'Alerts', 'History', 'Passwords', 'About'])
    await expect(page.getByRole('heading', { name: heading, level: 2 })).toBeVisible();
  await expectAccessible(page, 'settings');
  await show(page, '#/help', 'Help');
  await expectAccessible(page, 'guide');
  await page.getByRole('searchbox', { name: 'Search the help' }).fill('drawer');
  await expectAccessible(page, 'search of the help');
  await page.getByRole('searchbox', { name: 'Search the help' }).fill('');
  await page.getByRole('link', { name: 'Keyboard shortcuts' }).click();
  await expect(page.getByText('Fill the screen')).toBeVisible();
  await expectAccessible(page, 'keyboard shortcuts');
});
