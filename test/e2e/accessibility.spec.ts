import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';

async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`);
}

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
