import { readFile } from 'node:fs/promises';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test as base } from './support/fixtures.ts';
import { seedHistory } from './support/seeded-history.ts';

const count = 1_200;

/** On a workstation that recorded many runs before. */
const test = base.extend<{ readonly recorded: null }>({
  recorded: [
    async ({ dataDirectory }, provide) => {
      seedHistory(dataDirectory, count, Date.now());
      await provide(null);
    },
    { auto: true },
  ],
});

test('over a thousand runs are scrolled, searched and opened by keyboard alone', async ({
  app,
}) => {
  const { page } = app;
  await page.getByRole('navigation').getByRole('link', { name: 'History' }).click();
  await expect(page.getByText('1,200 runs')).toBeVisible();
  const newest = page.getByRole('link', { name: 'Melt check 1200' });
  await newest.focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('link', { name: 'PCR panel A 1199' })).toBeFocused();
  // Each End goes to the end of what was read, and more is read on the way.
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(page.getByRole('link', { name: 'Norovirus GI/GII 0001' })).toBeFocused({
      timeout: 300,
    });
  }).toPass();
  // Only what is in sight is drawn.
  expect(await page.getByRole('row').count()).toBeLessThan(100);
  await page.keyboard.press('Home');
  await expect(newest).toBeFocused();

  await page.getByRole('searchbox', { name: 'Search' }).fill('melt check 00');
  await expect(page.getByText('19 runs found')).toBeVisible();
  await page.getByRole('combobox', { name: 'Outcome' }).selectOption('Failed');
  await expect(page.getByText(/^\d+ runs? found$/)).not.toHaveText('19 runs found');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByRole('searchbox', { name: 'Search' }).fill('1200');
  await expect(page.getByText('1 run found')).toBeVisible();
  await newest.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Melt check 1200', level: 1 })).toBeVisible();
});

test('a run is exported as a zip with its picture, as CSV and as JSON', async ({ app }) => {
  const { page } = app;
  await page.getByRole('navigation').getByRole('link', { name: 'History' }).click();
  await page.getByRole('link', { name: 'Melt check 1200' }).click();
  await page.getByRole('button', { name: 'Add a note' }).click();
  await page.getByRole('textbox', { name: 'Note' }).fill('Lid was loose');
  await page.getByRole('button', { name: 'Save note' }).click();
  await expect(page.getByText('Lid was loose')).toBeVisible();

  const save = async (choice: string): Promise<{ name: string; bytes: Uint8Array }> => {
    await page.getByRole('button', { name: 'Export' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: choice }).click();
    const file = await download;
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
  };
  const zip = await save('Everything, as a zip');
  expect(zip.name).toMatch(/ Melt check 1200\.zip$/);
  const files = unzipSync(zip.bytes);
  const names = Object.keys(files).map((name) => name.split('/')[1]);
  expect(new Set(names)).toEqual(
    new Set(['README.txt', 'events.csv', 'run.json', 'telemetry.csv', 'timeline.png']),
  );
  const fileOf = (name: string): Uint8Array =>
    Object.entries(files).find(([path]) => path.endsWith(`/${name}`))?.[1] ?? new Uint8Array();
  expect(strFromU8(fileOf('README.txt'))).toContain('Lid was loose');
  expect(fileOf('timeline.png').length).toBeGreaterThan(5_000);
  const csv = await save('Temperatures, as CSV');
  // A header, and a row a second.
  expect(strFromU8(csv.bytes).trim().split('\r\n')).toHaveLength(61);
  const json = await save('Everything, as JSON');
  expect(JSON.parse(strFromU8(json.bytes))).toMatchObject({ summary: { note: 'Lid was loose' } });
});

test('settings say what shorter keeping would remove, and remove it once agreed to', async ({
  app,
}) => {
  const { page } = app;
  await page.getByRole('navigation').getByRole('link', { name: 'Settings' }).click();
  const history = page.getByRole('region', { name: 'History' });
  await expect(history).toContainText('1,200 runs since');
  await history.getByRole('combobox', { name: 'Keep runs for' }).selectOption('30 days');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(/Remove 1,\d{3} runs now\?/);
  await page.keyboard.press('Escape');
  await expect(history).toContainText('1,200 runs since');
  await history.getByRole('combobox', { name: 'Keep runs for' }).selectOption('30 days');
  await dialog.getByRole('button', { name: /^Remove 1,\d{3} runs$/ }).click();
  await expect(history).toContainText(/^History1[12]\d runs since/, { timeout: 30_000 });
});
