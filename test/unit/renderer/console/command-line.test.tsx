// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { catalogue } from '../../../../shared/catalogue/catalogue.ts';
import { CommandLine } from '../../../../renderer/features/console/command-line.tsx';
import { instant, networkSettings, snapshotOf } from '../../../support/renderer-fixtures.ts';
import { refused } from '../../../support/renderer-host.ts';
import { editor, pressKey, tellSelectionLate, typeInto } from '../../../support/command-editor.ts';
import { button, descriptionOf, openView, type TestWindow, textOf } from '../open-window.tsx';

tellSelectionLate();

let opened: TestWindow | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
});

const start = instant(Date.UTC(2026, 0, 1));

async function openLine(cap: 'Observer' | 'Controller' = 'Controller'): Promise<TestWindow> {
  const snapshot = snapshotOf(start, networkSettings('qpcr1', 'qpcr1', { cap }), {
    heardAt: start,
  });
  opened = await openView(
    () => <CommandLine snapshot={snapshot} commands={catalogue} onSeveral={() => {}} />,
    [snapshot],
  );
  return opened;
}

const line = () => editor('Command');
const typed = (): string => line().state.doc.toString();
const type = (text: string): void => typeInto(line(), text);
const press = (key: string, more: KeyboardEventInit = {}): void => pressKey(line(), key, more);

test('Enter sends what was typed at the chosen level and empties the line', async () => {
  const { run, host } = await openLine();
  await run(() => type('POW?'));
  await run(() => press('Enter'));
  expect(host.inputsOf('console.send')).toEqual([
    {
      machineId: 'qpcr1',
      command: { text: 'POW?', level: 'Observer', wait: 'done', acknowledgement: null },
    },
  ]);
  expect(typed()).toBe('');
});

test('waiting only for the acknowledgement is passed on', async () => {
  const { run, host } = await openLine();
  const wait = document.querySelector<HTMLSelectElement>('[aria-label="Wait for"]');
  await run(() => {
    if (wait === null) throw new Error('there is no choice of what to wait for');
    wait.value = 'accepted';
    wait.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await run(() => type('RP Demo "Plate 9"'));
  await run(() => press('Enter'));
  expect(host.inputsOf('console.send')).toMatchObject([{ command: { wait: 'accepted' } }]);
});

test('a second Enter does not send the same command again', async () => {
  const { run, host } = await openLine();
  await run(() => type('OPEN'));
  await run(() => {
    press('Enter');
    press('Enter');
  });
  expect(host.inputsOf('console.send')).toHaveLength(1);
});

test('a command that acts on the machine is held back until it was agreed to', async () => {
  const { run, host } = await openLine();
  const reasons = [{ code: 'run-active', text: 'The run “Plate 7” is on.' }];
  host.answer('console.judge', () => ({
    ok: true,
    value: { kind: 'confirm', effort: 'confirm', reasons, situation: 'active|Plate 7' },
  }));
  await run(() => type('OPEN'));
  await run(() => press('Enter'));
  expect(host.inputsOf('console.send')).toEqual([]);
  const dialog = document.querySelector('[role="dialog"]');
  expect(textOf(dialog)).toContain('The run “Plate 7” is on.');
  const agree = [...(dialog?.querySelectorAll('button') ?? [])].find(
    ({ textContent }) => textContent === 'Send command',
  );
  await run(() => agree?.click());
  expect(host.inputsOf('console.send')).toMatchObject([
    { command: { text: 'OPEN', acknowledgement: { codes: ['run-active'] } } },
  ]);
});

test('Shift+Enter, an empty line and a half-composed character send nothing', async () => {
  const { run, host } = await openLine();
  await run(() => press('Enter'));
  await run(() => type('POW?'));
  await run(() => press('Enter', { shiftKey: true }));
  await run(() => {
    line().contentDOM.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    press('Enter', { isComposing: true });
  });
  expect(host.inputsOf('console.send')).toEqual([]);
});

test('levels above the machine’s limit are not offered', async () => {
  await openLine('Observer');
  const levels = [
    ...document.querySelectorAll<HTMLOptionElement>('[aria-label="Run as"] option'),
  ].map((option) => option.value);
  expect(levels).toEqual(['Guest', 'Observer']);
});

test('a refused command is explained under the line with what to do', async () => {
  const { run, host } = await openLine();
  host.answer('console.send', () => refused('Observer may not send PAUSe.', 'Run as Controller.'));
  await run(() => type('PAUSe'));
  await run(() => press('Enter'));
  expect(textOf(document.querySelector('[role="alert"]'))).toContain(
    'Observer may not send PAUSe. Run as Controller.',
  );
});

test('the arrows bring back what was sent', async () => {
  const { run } = await openLine();
  await run(() => type('POW?'));
  await run(() => press('Enter'));
  await run(() => press('ArrowUp'));
  expect(typed()).toBe('POW?');
  await run(() => press('ArrowDown'));
  expect(typed()).toBe('');
});

test('without contact nothing can be sent, and the button says why', async () => {
  const { run, pass, host } = await openLine();
  await pass(60_000);
  expect(descriptionOf(button('Send'))).toBe('No contact with qpcr1.');
  await run(() => type('POW?'));
  await run(() => press('Enter'));
  expect(host.inputsOf('console.send')).toEqual([]);
  expect(typed()).toBe('POW?');
});
