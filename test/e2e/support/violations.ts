import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

const guidelines = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What the page does against the guidelines for accessibility (WCAG 2.2 AA), as far as a program can tell. */
export async function violations(page: Page): Promise<readonly string[]> {
  return found(axeOn(page).withTags(guidelines));
}

/**
 * Looks for barriers in what is shown now, in both themes: they differ in nothing but colours. Mistakes are gathered, so
 * that one test tells of all of them.
 */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  expect.soft(await violations(page), what).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  const contrast = await found(axeOn(page).withRules(['color-contrast']));
  expect.soft(contrast, `${what}, dark`).toEqual([]);
}

/** Legacy: nothing here has frames, and without them axe need not open another page for every look. */
function axeOn(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode();
}

async function found(axe: AxeBuilder): Promise<readonly string[]> {
  const { violations: all } = await axe.analyze();
  return all.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
