// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { fail } from '../../../shared/failure.ts';
import { accessStates, failures, heldLease } from '../../support/renderer-failures.ts';
import { networkSettings, readyConnection, snapshotOf } from '../../support/renderer-fixtures.ts';
import {
  button,
  card,
  descriptionOf,
  dialog,
  openApp,
  type TestWindow,
  visit,
  textOf,
} from './open-window.tsx';

let opened: TestWindow | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
});

async function openMachine(id: string): Promise<TestWindow> {
  window.location.hash = `#/machines/${id}`;
  opened = await openApp(accessStates);
  return opened;
}

const head = (): ParentNode => document.querySelector('main header') ?? document;

function control(name: string, kind: string): HTMLInputElement {
  const found = [...(dialog()?.querySelectorAll<HTMLInputElement>(`input[type=${kind}]`) ?? [])];
  const one = found.find(
    (input) => textOf(dialog()?.querySelector(`label[for="${input.id}"]`) ?? null) === name,
  );
  if (one === undefined) throw new Error(`no ${kind} is labelled “${name}”`);
  return one;
}

test('taking Controller asks for how long first, and says what it blocks', async () => {
  const { run, host } = await openMachine('above-limit');
  await run(() => button('Controller', head()).click());
  expect(textOf(dialog())).toContain('this blocks the vendor’s software from starting runs');
  expect(control('5 min', 'radio').checked).toBe(true);
  expect(host.inputsOf('lease.take')).toEqual([]);
  await run(() => button('Take Controller', dialog() ?? document).click());
  expect(host.inputsOf('lease.take')).toEqual([
    {
      machineId: 'above-limit',
      wish: { level: 'Controller', exclusive: false, stealth: false, seconds: 300 },
    },
  ]);
  expect(dialog()).toBeNull();
});

test('time, exclusive and, under More, stealth are passed on as chosen', async () => {
  const { run, host } = await openMachine('above-limit');
  await run(() => button('Controller', head()).click());
  await run(() => control('60 min', 'radio').click());
  await run(() => control('Exclusive', 'checkbox').click());
  await run(() => button('More', dialog() ?? document).click());
  await run(() => control('Stealth', 'checkbox').click());
  await run(() => button('Take Controller', dialog() ?? document).click());
  expect(host.inputsOf('lease.take')).toMatchObject([
    { wish: { level: 'Controller', exclusive: true, stealth: true, seconds: 3_600 } },
  ]);
});

test('a refusal is told in plain words with its remedy, and can be tried again', async () => {
  const { run, host } = await openMachine('exclusive');
  host.answer('lease.take', () => fail(failures.exclusive));
  await run(() => button('Controller', head()).click());
  expect(textOf(dialog())).toContain('Session 534 holds Controller exclusively.');
  await run(() => button('Take Controller', dialog() ?? document).click());
  expect(textOf(dialog()?.querySelector('[role="alert"]') ?? null)).toContain(
    'Another connection has taken this machine for itself. Wait until it gives the machine back',
  );
  host.answer('lease.take', () => ({ ok: true, value: null }));
  await run(() => button('Try again', dialog() ?? document).click());
  expect(host.inputsOf('lease.take')).toHaveLength(2);
  expect(dialog()).toBeNull();
});

test('it cannot be asked for twice while the machine is asked', async () => {
  const { run, host } = await openMachine('above-limit');
  host.answer('lease.take', () => new Promise(() => {}));
  await run(() => button('Controller', head()).click());
  await run(() => button('Take Controller', dialog() ?? document).click());
  await run(() => button('Take Controller', dialog() ?? document).click());
  expect(host.inputsOf('lease.take')).toHaveLength(1);
});

test('the safe choice leaves it at Observer', async () => {
  const { run, host } = await openMachine('above-limit');
  await run(() => button('Controller', head()).click());
  await run(() => button('Stay Observer', dialog() ?? document).click());
  expect(dialog()).toBeNull();
  expect(host.inputsOf('lease.take')).toEqual([]);
});

test('above the highest level the choice is locked with its reason and opens nothing', async () => {
  const { run } = await openMachine('capped');
  const choice = button('Controller', head());
  expect(choice.getAttribute('aria-disabled')).toBe('true');
  expect(descriptionOf(choice)).toContain('The highest level set for capped is Observer.');
  await run(() => choice.click());
  expect(dialog()).toBeNull();
});

test('a held level counts down on page and card, and can be kept longer or given back', async () => {
  const { run, host, pass } = await openMachine('held');
  expect(textOf(document.querySelector('main header'))).toContain('Controller released in 4:52');
  await pass(2_000);
  expect(textOf(document.querySelector('main header'))).toContain('Controller released in 4:50');
  await run(() => button('Keep 5 min more', head()).click());
  expect(host.inputsOf('lease.extend')).toEqual([{ machineId: 'held', seconds: 300 }]);
  await run(() => button('Release now', head()).click());
  await run(() => button('Observer', head()).click());
  expect(host.inputsOf('lease.release')).toEqual([{ machineId: 'held' }, { machineId: 'held' }]);
  await run(() => visit('#/machines'));
  expect(textOf(card('held'))).toContain('Controller 4:50');
});

test('the page says who else holds Controller, and an exclusive one in full', async () => {
  const { run } = await openMachine('held');
  expect(textOf(document.querySelector('main header'))).toContain(
    'Session 534 also holds Controller',
  );
  expect(descriptionOf(button('What it blocks', head()))).toContain('starts no runs');
  await run(() => visit('#/machines/exclusive'));
  expect(textOf(document.querySelector('main header'))).toContain(
    'Session 534 holds Controller exclusively',
  );
  const sentence =
    'Session 534 holds Controller exclusively. The machine refuses actions from here until it gives that back.';
  expect(textOf(document.querySelector('section[aria-label="Run"]'))).toContain(sentence);
  await run(() => visit('#/machines'));
  expect(textOf(card('exclusive'))).toContain(sentence);
});

test('a level that was taken and given back is spoken', async () => {
  const { run, host, clock } = await openMachine('above-limit');
  const settings = networkSettings('above-limit', 'above-limit');
  await run(() =>
    host.publish(
      snapshotOf(clock.now(), settings, {
        connection: readyConnection(clock.now(), 'Controller'),
        lease: heldLease(clock.now()),
      }),
    ),
  );
  expect(textOf(document.getElementById('qd-live'))).toBe('above-limit: Controller is held');
  await run(() => host.publish(snapshotOf(clock.now(), settings)));
  expect(textOf(document.getElementById('qd-live'))).toBe('above-limit: Controller was given back');
});
