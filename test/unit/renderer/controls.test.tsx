// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { editor, pressKey, tellSelectionLate, typeInto } from '../../support/command-editor.ts';
import type { ControlsLock } from '../../../shared/controls.ts';
import { succeed } from '../../../shared/failure.ts';
import type { Instant } from '../../../shared/units.ts';
import { accessStates } from '../../support/renderer-failures.ts';
import { refused } from '../../support/renderer-host.ts';
import {
  button,
  card,
  descriptionOf,
  dialog,
  field,
  openApp,
  type TestWindow,
  visit,
  textOf,
  type,
} from './open-window.tsx';

tellSelectionLate();

let opened: TestWindow | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
});

const reason = 'Controls are locked. Unlock them at the bottom left first.';

/** A window whose main locks and unlocks as asked; the PIN is 4711. */
async function openWithMain(): Promise<TestWindow> {
  opened = await openApp(accessStates);
  const { host } = opened;
  const tell = (controls: ControlsLock) => {
    host.emit({ event: 'controls', payload: controls });
    return succeed(null);
  };
  host.answer('controls.lock', (input) =>
    tell({
      kind: 'locked',
      since: 0 as Instant,
      pin: (input as { pin: string | null }).pin !== null,
      retryAt: null,
    }),
  );
  host.answer('controls.unlock', (input) => {
    const { pin } = input as { pin: string | null };
    return pin === null || pin === '4711'
      ? tell({ kind: 'open' })
      : refused('That is not the PIN.', 'Ask whoever locked the controls.');
  });
  return opened;
}

async function openLocked(): Promise<TestWindow> {
  opened = await openWithMain();
  await opened.run(() => button('Lock controls').click());
  await opened.run(() => button('Lock without a PIN', footer()).click());
  return opened;
}

function footer(): ParentNode {
  return dialog()?.querySelector('footer') ?? document;
}

function lockSwitch(): HTMLButtonElement {
  return button('Lock controls');
}

test('locked controls lock every acting button of every card, with that reason', async () => {
  const { run, host } = await openLocked();
  expect(lockSwitch().getAttribute('aria-checked')).toBe('true');
  for (const name of ['Lower cover', 'Power off', 'Open drawer'])
    expect(descriptionOf(button(name, card('above-limit')))).toBe(reason);
  for (const name of ['Pause', 'Stop after cycle', 'Abort'])
    expect(descriptionOf(button(name, card('held')))).toBe(reason);
  expect(descriptionOf(button('Start practice run', card('Practice machine')))).toBe(reason);
  await run(() => button('Open drawer', card('above-limit')).click());
  await run(() => button('Abort', card('held')).click());
  expect(dialog()).toBeNull();
  expect(host.inputsOf('action.perform')).toEqual([]);
});

test('locked controls still let a machine be watched, and a held level be given back', async () => {
  const { run, host } = await openLocked();
  await run(() => visit('#/machines/held'));
  expect(descriptionOf(button('Keep 5 min more'))).toBe(reason);
  expect(descriptionOf(button('Heat block', document.querySelector('main') ?? document))).toBe(
    reason,
  );
  await run(() => button('Release now').click());
  expect(host.inputsOf('lease.release')).toEqual([{ machineId: 'held' }]);
});

test('locked controls send nothing from the console', async () => {
  const { run, host } = await openLocked();
  host.answer('console.lines', () => ({
    ok: true,
    value: { lines: [], first: null, last: 0, dropped: 0 },
  }));
  await run(() => visit('#/console/above-limit'));
  await run(() => typeInto(editor('Command'), 'OPEN'));
  await run(() => pressKey(editor('Command'), 'Enter'));
  expect(host.inputsOf('console.send')).toEqual([]);
});

test('a lock without a PIN opens at a press', async () => {
  const { run } = await openLocked();
  await run(() => lockSwitch().click());
  expect(lockSwitch().getAttribute('aria-checked')).toBe('false');
  expect(button('Open drawer', card('above-limit')).getAttribute('aria-disabled')).toBeNull();
});

test('a PIN is typed twice, asked for on unlocking, and a wrong one opens nothing', async () => {
  const { run, host, kept } = await openWithMain();
  const entry = 'PIN (optional, 4 to 8 digits)';
  await run(() => button('Lock controls').click());
  expect(textOf(dialog())).toContain('guards against accidents, not against intent');
  await run(() => type(field(entry), '4711'));
  await run(() => type(field('The same again'), '4712'));
  await run(() => button('Lock with this PIN', footer()).click());
  expect(textOf(dialog())).toContain('The two entries differ.');
  await run(() => type(field('The same again'), '4711'));
  await run(() => button('Lock with this PIN', footer()).click());
  expect(dialog()).toBeNull();
  expect([...kept.texts.values()].join()).not.toContain('4711');
  expect(host.inputsOf('controls.lock')).toEqual([{ pin: '4711' }]);

  await run(() => lockSwitch().click());
  await run(() => type(field('PIN'), '1111'));
  await run(() => button('Unlock', footer()).click());
  expect(textOf(dialog())).toContain('That is not the PIN.');
  expect(lockSwitch().getAttribute('aria-checked')).toBe('true');
  expect(document.activeElement).toBe(field('PIN'));
  await run(() => type(field('PIN'), '4711'));
  await run(() => button('Unlock', footer()).click());
  expect(dialog()).toBeNull();
  expect(lockSwitch().getAttribute('aria-checked')).toBe('false');
});

test('a PIN of the wrong shape locks nothing', async () => {
  const { run } = await openWithMain();
  await run(() => button('Lock controls').click());
  await run(() => type(field('PIN (optional, 4 to 8 digits)'), '12'));
  await run(() => button('Lock with this PIN', footer()).click());
  expect(textOf(dialog())).toContain('A PIN has 4 to 8 digits.');
  await run(() => button('Cancel', footer()).click());
  expect(lockSwitch().getAttribute('aria-checked')).toBe('false');
});

test('another window that locks the controls locks this one too', async () => {
  const { run, host } = await openWithMain();
  const controls = { kind: 'locked', since: 0 as Instant, pin: true, retryAt: null } as const;
  await run(() => host.emit({ event: 'controls', payload: controls }));
  expect(lockSwitch().getAttribute('aria-checked')).toBe('true');
  expect(descriptionOf(button('Open drawer', card('above-limit')))).toBe(reason);
});
