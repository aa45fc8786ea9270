import { expect, test } from './support/fixtures.ts';
import { violations } from './support/violations.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every view can be used with assistive technology, ${colorScheme}`, async ({ app }) => {
    test.setTimeout(60_000);
    const { page } = app;
    await page.emulateMedia({ colorScheme });
    const card = app.card('Practice machine');
    await expect(card.getByText('Idle')).toBeVisible();
    expect(await violations(page), 'overview').toEqual([]);
    await page.getByRole('button', { name: 'Add machine' }).first().click();
    await expect(page.getByRole('dialog', { name: 'Add machine' })).toBeVisible();
    expect(await violations(page), 'add machine').toEqual([]);
    await page.keyboard.press('Escape');
    for (const view of ['History', 'Activity', 'Console', 'Settings', 'Help']) {
      await page.getByRole('navigation').getByRole('link', { name: view }).click();
      await expect(page.getByRole('heading', { name: view, level: 1 })).toBeVisible();
      expect(await violations(page), view).toEqual([]);
    }
    await page.getByRole('navigation').getByRole('link', { name: 'Machines' }).click();
    await card.getByRole('link', { name: /Practice machine/ }).click();
    await expect(page.getByRole('tab', { name: 'Run' })).toBeVisible();
    await expect(page.getByText('Temperature').first()).toBeVisible();
    expect(await violations(page), 'machine page').toEqual([]);
  });
}
