import type { Locator } from '@playwright/test';

interface Recorder extends Window {
  shownTexts?: string[];
}

/**
 * Lets the page note every text within `place` that matches, in the order in which each first appeared: what is shown
 * for a second is in it, however slow the test is. Answers a function that reads what was noted so far.
 */
export async function recordShown(place: Locator, words: RegExp): Promise<() => Promise<string[]>> {
  await place.evaluate((root, source) => {
    const matches = new RegExp(source);
    const texts: string[] = [];
    (window as Recorder).shownTexts = texts;
    const note = (): void => {
      for (const element of root.querySelectorAll('*')) {
        const text = element.textContent.trim();
        if (matches.test(text) && !texts.includes(text)) texts.push(text);
      }
    };
    note();
    new MutationObserver(note).observe(root, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  }, words.source);
  return () => place.evaluate(() => (window as Recorder).shownTexts ?? []);
}
