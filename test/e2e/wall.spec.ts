import { AxeBuilder } from '@axe-core/playwright';
import { addMachine, expect, test } from './support/fixtures.ts';

test('the wall is entered from the overview, shows the run, and is left with Escape', async ({
  app,
  simulate,
}) => {
  const simulator = await simulate('--run');
  await addMachine(app, 'qpcr1', simulator.address);
  await expect(app.card('qpcr1').getByText('Running')).toBeVisible({ timeout: 15_000 });
  const { page } = app;
  await page.getByRole('button', { name: 'Wall view' }).click();
  const card = page.getByRole('article', { name: 'qpcr1', exact: true });
  await expect(card.getByText('Running')).toBeVisible();
  await expect(card.getByText(/heard \d+ s ago/)).toBeVisible();
  await expect(page.getByRole('navigation')).toBeHidden();
  // Two machines on this window: letters an eighteenth of its height read from across the room.
  const height = await card.getByRole('heading', { name: 'qpcr1' }).evaluate((heading) => {
    return Number.parseFloat(getComputedStyle(heading).fontSize);
  });
  expect(height).toBeGreaterThan(40);
  for (const theme of ['dark', 'light'] as const) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${theme} ${id}: ${nodes[0]?.html}`)).toEqual([]);
    if (theme === 'dark') await page.getByRole('button', { name: 'Light' }).press('Enter');
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'Machines', level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Wall view' })).toBeVisible();
});
