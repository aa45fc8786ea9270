import type { Locator, Page } from '@playwright/test';
import { addMachine, type App, expect, test } from './support/fixtures.ts';
import { violations } from './support/violations.ts';

/** The console of one simulated machine, as a person drives it. */
interface Console {
  readonly page: Page;
  readonly command: Locator;
  readonly transcript: Locator;
  readonly send: (text: string) => Promise<void>;
}

async function openConsole(app: App, address: string): Promise<Console> {
  await addMachine(app, 'qpcr1', address);
  await expect(app.card('qpcr1').getByText('Idle')).toBeVisible({ timeout: 15_000 });
  return showConsole(app);
}

async function showConsole(app: App): Promise<Console> {
  const { page } = app;
  await page.getByRole('navigation').getByRole('link', { name: 'Console' }).click();
  await page.getByRole('combobox', { name: 'Machine' }).selectOption({ label: 'qpcr1' });
  const command = page.getByRole('textbox', { name: 'Command', exact: true });
  await expect(command).toBeFocused();
  return {
    page,
    command,
    transcript: page.getByRole('log', { name: 'Transcript' }),
    send: async (text) => {
      await command.fill(text);
      await command.press('Enter');
    },
  };
}

function runAs(page: Page, level: string): Promise<unknown> {
  return page.getByRole('combobox', { name: 'Run as' }).selectOption(level);
}

test('what is typed is completed, hinted at, sent, and answered in the transcript', async ({
  app,
  simulate,
}) => {
  const simulator = await simulate();
  const { page, command, transcript } = await openConsole(app, simulator.address);
  await command.pressSequentially('DRA');
  const list = page.getByRole('listbox');
  await expect(list.getByRole('option', { name: /DRAWer\?/ })).toBeVisible();
  await command.press('Tab');
  await expect(command).toHaveText('DRAWer?');
  await expect(page.getByText('Where the drawer is.').last()).toBeVisible();
  await command.press('Enter');
  await expect(transcript.getByText('Closed', { exact: true })).toBeVisible();
  expect(await simulator.received()).toContain('DRAWer?');
});

test('commands come back with the arrows and from the list, also after the app was started again', async ({
  app,
  simulate,
}) => {
  const simulator = await simulate();
  const first = await openConsole(app, simulator.address);
  await first.send('POW?');
  await expect(first.transcript.getByText('ON', { exact: true })).toBeVisible();
  await first.send('DRAWer?');
  await expect(first.transcript.getByText('Closed', { exact: true })).toBeVisible();
  await app.restart();
  const { page, command } = await showConsole(app);
  await command.press('ArrowUp');
  await expect(command).toHaveText('DRAWer?');
  await command.fill('po');
  await command.press('Escape');
  await command.press('ArrowUp');
  await expect(command).toHaveText('POW?');
  await command.press('Control+r');
  await page.keyboard.type('draw');
  await page.keyboard.press('Enter');
  await expect(command).toHaveText('DRAWer?');
});

test('a body of several lines is written with Shift+Enter, and open tags are not sent', async ({
  app,
  simulate,
}) => {
  const simulator = await simulate();
  const { page, command, transcript } = await openConsole(app, simulator.address);
  await command.pressSequentially('RET <quote>');
  await command.press('Shift+Enter');
  await command.pressSequentially('two words');
  await expect(page.getByText(/<quote> is never closed/)).toBeVisible();
  await command.press('Enter');
  await expect(command).toContainText('two words');
  await command.press('Shift+Enter');
  await command.pressSequentially('</quote>');
  await command.press('Enter');
  await expect(command).toHaveText('');
  await expect(transcript.getByRole('button', { name: /lines/ }).first()).toBeVisible();
  const sent = (await simulator.received()).filter((text) => text.startsWith('RET <quote>'));
  expect(sent).toEqual(['RET <quote>\ntwo words\n</quote>']);
});

test('long answers are folded, opened, and read as bytes', async ({ app, simulate }) => {
  const simulator = await simulate();
  const { transcript, send } = await openConsole(app, simulator.address);
  await send('HELP?');
  const fold = transcript.getByRole('button', { name: /^\d+ lines$/ });
  await fold.click();
  await expect(fold).toHaveAttribute('aria-expanded', 'true');
  await expect(transcript.getByText('DRAWer?').first()).toBeVisible();
  await transcript.getByRole('button', { name: 'Bytes' }).click();
  await expect(transcript.getByText('00000000')).toBeVisible();
});

test('QuantDeck’s own traffic, groups and words narrow the transcript down', async ({
  app,
  simulate,
}) => {
  const simulator = await simulate();
  const { page, transcript, send } = await openConsole(app, simulator.address);
  await send('POW?');
  await expect(transcript.getByText('POW?', { exact: true })).toBeVisible();
  await send('EXP:READ? nothing/at/all');
  await expect(transcript.getByText(/ERRor/).first()).toBeVisible();
  await expect(transcript.getByText(/^RET \$/)).toHaveCount(0);
  await page.getByRole('button', { name: 'QuantDeck’s own' }).click();
  await expect(transcript.getByText(/^RET \$/).first()).toBeAttached();
  await page.getByRole('button', { name: 'QuantDeck’s own' }).click();
  await page.getByRole('button', { name: /^Commands/ }).click();
  await expect(transcript.getByText('POW?', { exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: /^Commands/ }).click();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('nothing/at');
  await expect(page.getByRole('search').getByText(/^\d+$/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('search').getByText(/^\d+ of \d+$/)).toBeVisible();
  await expect(transcript.locator('mark').first()).toHaveText('nothing/at');
});

test('a wrong expression is explained, and one that runs away holds up nothing', async ({
  app,
  simulate,
}) => {
  const simulator = await simulate();
  const { page, command, transcript, send } = await openConsole(app, simulator.address);
  await send(`RET ${'a'.repeat(60)}b`);
  await expect(transcript.getByText('aaaab').first()).toBeVisible();
  await page.getByRole('button', { name: 'Regular expression' }).click();
  const search = page.getByRole('textbox', { name: 'Search transcript' });
  await search.fill('(');
  await expect(page.getByText('Unterminated group')).toBeVisible();
  await search.fill('(a+)+c');
  await expect(page.getByText('Takes too long: make it simpler')).toBeVisible({ timeout: 10_000 });
  await command.fill('POW?');
  await expect(command).toHaveText('POW?');
  await search.fill('a{5}b');
  await expect(page.getByRole('search').getByText(/^[1-9]\d*$/)).toBeVisible();
});

test('a command without enough access is explained and sent once at the level it needs', async ({
  app,
  simulate,
}) => {
  const simulator = await simulate();
  const { page, transcript, send } = await openConsole(app, simulator.address);
  await send('POW OFF');
  await expect(transcript.getByText('POW needs Controller.')).toBeVisible();
  await transcript.getByRole('button', { name: 'Run once as Controller' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('POW OFF');
  await dialog.getByRole('button', { name: 'Send command' }).click();
  await expect
    .poll(async () => (await simulator.received()).filter((text) => text === 'POW OFF').length)
    .toBe(2);
});

const panels = [
  ['Alt+t', 'Topics'],
  ['Alt+s', 'Scripts'],
  ['Alt+b', 'Bookmarks'],
  ['Alt+m', 'Ask several machines'],
  ['Control+/', 'Keys'],
] as const;

/** Ways to write what opens the drawer. */
const spellings = [
  'OPEN',
  'open',
  'OpEn',
  '17 OPEN',
  'RET $(OPEN)',
  'RET "x $(open)"',
  'EXP:RUN <block>\nOPEN\n</block>',
  'RET $[ 1 ] $(RET $(OPEN))',
] as const;

test('however an action is spelt, it is asked about before anything is sent', async ({
  app,
  simulate,
}) => {
  test.setTimeout(60_000);
  const simulator = await simulate('--run');
  await addMachine(app, 'qpcr1', simulator.address);
  await expect(app.card('qpcr1').getByText('Running')).toBeVisible({ timeout: 15_000 });
  const { page, command, send } = await showConsole(app);
  await runAs(page, 'Controller');
  const before = (await simulator.received()).filter((text) => /open/i.test(text)).length;
  for (const spelling of spellings) {
    await send(spelling);
    const dialog = page.getByRole('dialog');
    await expect(dialog, spelling).toBeVisible();
    await dialog.getByRole('button', { name: 'Do not send' }).click();
    await expect(dialog).toBeHidden();
    // What was not sent is still there to be changed.
    await expect(command).not.toHaveText('');
  }
  const after = (await simulator.received()).filter((text) => /open/i.test(text)).length;
  expect(after).toBe(before);
});

test('several pasted commands are asked about, run one by one, and stop at the first error', async ({
  app,
  simulate,
  context,
}) => {
  const simulator = await simulate();
  const { page, command, transcript } = await openConsole(app, simulator.address);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(() =>
    navigator.clipboard.writeText('POW?\nFILE:READ? nothing-like-it\nDRAWer?\n'),
  );
  await command.press('Control+v');
  const dialog = page.getByRole('dialog', { name: 'Run these 3 commands?' });
  await expect(dialog).toContainText('FILE:READ? nothing-like-it');
  expect((await simulator.received()).filter((text) => text === 'POW?')).toEqual([]);
  await dialog.getByRole('button', { name: 'Run one by one' }).click();
  await expect(transcript.getByText('FILE:READ? nothing-like-it').first()).toBeVisible();
  await expect(transcript.getByText(/ERRor/).first()).toBeVisible();
  await page.keyboard.press('Alt+s');
  await expect(page.getByText(/Failed at line 3/)).toBeVisible();
  expect((await simulator.received()).filter((text) => text === 'DRAWer?')).toEqual([]);
});

test('a script names its mistakes by line, runs with progress, and leaves a log', async ({
  app,
  simulate,
}) => {
  const simulator = await simulate();
  const { page, transcript } = await openConsole(app, simulator.address);
  await page.keyboard.press('Alt+s');
  const script = page.getByRole('textbox', { name: 'Script', exact: true });
  await script.fill('POW?\n@wait nonsense\n');
  const mistake = page.getByRole('button', { name: /^Line 2/ });
  await expect(mistake).toBeVisible();
  await script.fill('POW?\n@expect /ON|OFF/\n@repeat 2\nDRAWer?\n@end\n');
  await expect(mistake).toBeHidden();
  await page.getByRole('button', { name: 'Dry run' }).click();
  await expect(page.getByText(/Nothing was sent/)).toBeVisible();
  expect((await simulator.received()).filter((text) => text === 'DRAWer?')).toEqual([]);
  await script.press('Control+Enter');
  await expect(page.getByText(/^Finished: \d+ steps$/)).toBeVisible({ timeout: 15_000 });
  expect((await simulator.received()).filter((text) => text === 'DRAWer?')).toHaveLength(2);
  await expect(transcript.getByText('DRAWer?').first()).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Log of an earlier run' })).toBeVisible();
});

test('fifty commands sent at once are each answered, whatever order the answers come in', async ({
  app,
  simulate,
}) => {
  test.setTimeout(60_000);
  const simulator = await simulate();
  const { page, command, transcript } = await openConsole(app, simulator.address);
  const running = page.getByRole('region', { name: 'Running commands' });
  await simulator.control({ do: 'delay-reply', command: 'POW?', times: 5, milliseconds: 9_000 });
  for (let index = 0; index < 50; index += 1) {
    await command.fill(index % 10 === 0 ? 'POW?' : `RET answer-${index}`);
    await command.press('Enter');
    if (index === 0) await expect(running).toBeVisible();
  }
  await expect(transcript.getByText('answer-49', { exact: true })).toBeVisible();
  await expect(running).toBeHidden({ timeout: 30_000 });
  const replies = page.getByRole('button', { name: /^Replies/ });
  await expect(replies).toHaveText(/Replies50/);
  // The delayed answers came last, each under its own number.
  await expect(transcript.getByText('ON', { exact: true }).last()).toBeVisible();
});

test('an hour without the mouse: keys reach every part', async ({ app, simulate }) => {
  const simulator = await simulate();
  const { page, command, transcript, send } = await openConsole(app, simulator.address);
  await send('POW?');
  await expect(transcript.getByText('ON', { exact: true })).toBeVisible();
  await page.keyboard.press('F6');
  await page.keyboard.press('F6');
  await page.keyboard.press('F6');
  await page.keyboard.press('Control+j');
  await expect(command).toBeFocused();
  await page.keyboard.press('Shift+F6');
  await expect(transcript).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Escape');
  await expect(command).toBeFocused();
  await page.keyboard.press('Control+/');
  await expect(page.getByRole('complementary', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('drawer is');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'DRAWer?' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(transcript.getByText('Closed', { exact: true })).toBeVisible();
  await command.fill('DRAWer?');
  await page.keyboard.press('F1');
  await expect(page.getByRole('complementary', { name: 'Help' })).toContainText('DRAWer?');
  await page.keyboard.press('Control+l');
  await expect(transcript.getByText('POW?', { exact: true })).toHaveCount(0);
});

test('a command is bookmarked, run again from the list, and machines are asked side by side', async ({
  app,
  simulate,
}) => {
  const simulator = await simulate();
  const { page, command, transcript } = await openConsole(app, simulator.address);
  await command.fill('DRAWer?');
  await page.keyboard.press('Control+d');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Where is the drawer');
  await page.getByRole('button', { name: 'Keep bookmark' }).click();
  await page.getByRole('button', { name: 'Run Where is the drawer' }).click();
  await expect(transcript.getByText('Closed', { exact: true })).toBeVisible();
  await page.keyboard.press('Alt+m');
  await page.getByRole('checkbox', { name: 'All' }).check();
  await page.getByRole('textbox', { name: 'Query for several machines' }).fill('POW?');
  await page.keyboard.press('Enter');
  const table = page.getByRole('table');
  await expect(table.getByRole('row', { name: /qpcr1.*ON/ })).toBeVisible();
  await expect(table.getByRole('row', { name: /Practice machine.*O/ })).toBeVisible();
  await page.keyboard.press('Alt+t');
  await expect(page.getByText(/\d\.\d\/s/).first()).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every panel of the console can be used with assistive technology, ${colorScheme}`, async ({
    app,
    simulate,
  }) => {
    test.setTimeout(60_000);
    const simulator = await simulate();
    const { page, command, transcript, send } = await openConsole(app, simulator.address);
    await page.emulateMedia({ colorScheme });
    await send('PAUSe');
    await expect(transcript.getByText('PAUSe needs Controller.')).toBeVisible();
    await send('HELP?');
    await transcript.getByRole('button', { name: /^\d+ lines$/ }).click();
    await command.pressSequentially('COV');
    await expect(page.getByRole('listbox')).toBeVisible();
    expect(await violations(page), 'suggestions').toEqual([]);
    await page.keyboard.press('F1');
    for (const [key, title] of panels) {
      await page.keyboard.press(key);
      await expect(page.getByRole('complementary', { name: title })).toBeVisible();
      expect(await violations(page), title).toEqual([]);
    }
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog', { name: 'Choose a command' })).toBeVisible();
    expect(await violations(page), 'palette').toEqual([]);
    await page.keyboard.type('file:read');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'FILe:READ?' })).toBeVisible();
    expect(await violations(page), 'form').toEqual([]);
  });
}
