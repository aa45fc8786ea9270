import { expect, test } from './support/fixtures.ts';
import { beyondTheWindow, movesOnItsOwn, smallTargets } from './support/display.ts';
import { haveMachine, show } from './support/lab.ts';
import type { App } from './support/fixtures.ts';
import type { SimulatorProgram } from './support/simulator-program.ts';

/** A running machine and one that is not there, and the places to look at. */
async function placesOf(app: App, simulator: SimulatorProgram): Promise<readonly string[]> {
  const id = await haveMachine(app.page, 'qpcr1', simulator.address);
  await haveMachine(app.page, 'nowhere', '127.0.0.1:1');
  await expect(app.card('qpcr1').getByText('Running', { exact: true })).toBeVisible({
    timeout: 20_000,
  });
  const tabs = ['', '/console', '/connection', '/activity'].map((tab) => `#/machines/${id}${tab}`);
  return ['#/machines', ...tabs, '#/activity', '#/history', '#/console', '#/settings', '#/help'];
}

test('everything that can be pressed answers on 32 pixels, and what acts on a run on 44', async ({
  app,
  simulate,
}) => {
  const { page } = app;
  for (const place of await placesOf(app, await simulate('--run'))) {
    await show(page, place);
    // The rows of a dense log keep to the 24 px of the guidelines.
    const small = await smallTargets(page, 32);
    expect
      .soft(
        small.filter((text) => !text.includes('“Raw message')),
        place,
      )
      .toEqual([]);
  }
  const primary = /“(Open drawer|Close drawer|Pause|Resume|Abort|Stop after|Send)/;
  for (const place of ['#/machines', '#/console']) {
    await show(page, place);
    const small = await smallTargets(page, 44);
    expect(
      small.filter((text) => primary.test(text)),
      place,
    ).toEqual([]);
  }
});

for (const [what, width, height] of [
  ['at 200 %', 640, 400],
  ['on a small screen', 1024, 700],
] as const) {
  test(`nothing lies beyond the edge of the window ${what}`, async ({ app, simulate }) => {
    const { page } = app;
    const places = await placesOf(app, await simulate('--run'));
    await page.setViewportSize({ width, height });
    for (const place of places) {
      await show(page, place);
      expect.soft(await beyondTheWindow(page), place).toEqual([]);
    }
    await show(page, '#/console', 'Console');
    await page.getByRole('button', { name: 'Send' }).scrollIntoViewIfNeeded();
    await expect(page.getByRole('button', { name: 'Send' })).toBeInViewport({ ratio: 1 });
  });
}

test('nothing moves where less motion is asked for', async ({ app, simulate }) => {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const place of await placesOf(app, await simulate('--run'))) {
    await show(page, place);
    expect.soft(await movesOnItsOwn(page), place).toEqual([]);
  }
});

/** What tells apart where forced colours leave little: the fill and the edge. Runs in the page. */
function lookOf(element: Element): string {
  const { backgroundColor, borderBottomColor, borderBottomStyle } = getComputedStyle(element);
  return [backgroundColor, borderBottomColor, borderBottomStyle].join(' ');
}

test('with forced colours a checked box, the open tab and the place shown differ from the others', async ({
  app,
}) => {
  const { page } = app;
  await page.emulateMedia({ forcedColors: 'active' });
  await show(page, '#/settings', 'Settings');
  const box = page.getByRole('checkbox', { name: 'A run is finished' });
  const look = (): Promise<string> =>
    box.evaluate((element) => getComputedStyle(element).backgroundColor);
  await expect(box).toBeChecked();
  const checked = await look();
  await box.press('Space');
  await expect(box).not.toBeChecked();
  expect(await look()).not.toBe(checked);
  const links = page.getByRole('navigation').getByRole('link');
  expect(await links.filter({ hasText: 'Settings' }).evaluate(lookOf)).not.toBe(
    await links.filter({ hasText: 'Help' }).evaluate(lookOf),
  );
  await show(page, '#/machines', 'Machines');
  await app.card('Practice machine').getByRole('link', { name: 'Practice machine' }).click();
  expect(await page.getByRole('tab', { name: 'Run' }).evaluate(lookOf)).not.toBe(
    await page.getByRole('tab', { name: 'Connection' }).evaluate(lookOf),
  );
});

interface Hearing extends Window {
  heardTexts?: string[];
}

test('a running machine is announced when its state changes, and by nothing in between', async ({
  app,
  simulate,
}) => {
  const { page } = app;
  const simulator = await simulate('--speed', '2');
  await haveMachine(page, 'qpcr1', simulator.address);
  await expect(app.card('qpcr1').getByText('Idle')).toBeVisible({ timeout: 20_000 });
  // Notes what every region that speaks by itself says from now on.
  await page.evaluate(() => {
    const heard: string[] = [];
    (window as Hearing).heardTexts = heard;
    const speaking = '[aria-live="polite"], [aria-live="assertive"], [role="alert"], output';
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const text = element?.closest(speaking)?.textContent?.trim() ?? '';
        if (text !== '') heard.push(text);
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
  });
  await simulator.control({ do: 'start-run', protocol: 'Demo', title: 'Plate 1' });
  await expect(app.card('qpcr1').getByText('Running', { exact: true })).toBeVisible();
  // Several seconds of a value a second each have been drawn by then.
  await expect(app.card('qpcr1').getByText(/Elapsed 0:1\d/)).toBeVisible({ timeout: 30_000 });
  const heard = await page.evaluate(() => (window as Hearing).heardTexts ?? []);
  expect(heard).toEqual(['qpcr1: Running']);
});
