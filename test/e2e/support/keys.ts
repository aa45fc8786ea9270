import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** More stops than any view has. */
const mostStops = 150;

/** Goes on with Tab until the focus is there, as a person without a mouse would. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let stop = 0; stop < mostStops; stop++) {
    if (await hasFocus(wanted)) return;
    await page.keyboard.press('Tab');
  }
  await expect(wanted, 'reached with Tab').toBeFocused();
}

async function hasFocus(wanted: Locator): Promise<boolean> {
  // It may be drawn anew at this very moment.
  return wanted
    .evaluate((element) => element === document.activeElement, undefined, { timeout: 2_000 })
    .catch(() => false);
}

/** Goes through a whole view with Tab until it begins anew. Answers the stops whose focus cannot be seen. */
export async function stopsWithoutFocusRing(page: Page): Promise<readonly string[]> {
  const unseen: string[] = [];
  const seen = new Set<string>();
  for (let stop = 0; stop < mostStops; stop++) {
    await page.keyboard.press('Tab');
    const { key, name, ring } = await page.evaluate(readStop);
    if (seen.has(key)) return unseen;
    seen.add(key);
    if (!ring) unseen.push(name);
  }
  throw new Error(`Tab never comes back to where it began: ${[...seen].slice(-5).join(', ')}`);
}

/** Runs in the page: what has the focus now, and whether it, or a frame around it, draws a ring. */
function readStop(): { readonly key: string; readonly name: string; readonly ring: boolean } {
  const element = document.activeElement ?? document.body;
  const box = element.getBoundingClientRect();
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- it runs in the page, where nothing outside is
  const rings = (candidate: Element): boolean => {
    const { outlineStyle, outlineWidth } = getComputedStyle(candidate);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
  };
  const around = [
    element,
    ...[...Array(4)].reduce<Element[]>((found) => {
      const next = (found.at(-1) ?? element).parentElement;
      return next === null ? found : [...found, next];
    }, []),
  ];
  const words = element.getAttribute('aria-label') ?? element.textContent ?? '';
  const name = `${element.tagName} “${words.trim().slice(0, 40)}”`;
  const ring = element === document.body || around.some(rings);
  return { key: `${name} ${Math.round(box.x)} ${Math.round(box.y)}`, name, ring };
}
