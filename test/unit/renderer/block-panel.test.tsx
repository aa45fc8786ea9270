// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { accessStates } from '../../support/renderer-failures.ts';
import {
  button,
  descriptionOf,
  field,
  openApp,
  type TestWindow,
  textOf,
  type,
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

test('a typed target is sent as it is', async () => {
  const { run, host } = await openMachine('simulated');
  await run(() => type(field('Target, °C'), '60,5'));
  await run(() => button('Heat block').click());
  expect(host.inputsOf('action.perform')).toEqual([
    {
      machineId: 'simulated',
      action: { kind: 'block-on', target: 60.5 },
      acknowledgement: null,
    },
  ]);
});

test.each(['', '400', 'warm'])(
  '“%s” sends nothing and says which temperatures count',
  async (text) => {
    const { run, host } = await openMachine('simulated');
    await run(() => type(field('Target, °C'), text));
    await run(() => button('Heat block').click());
    expect(textOf(document.querySelector('[role="alert"]'))).toContain('from 4 to 100 °C');
    expect(document.activeElement).toBe(field('Target, °C'));
    expect(host.inputsOf('action.perform')).toEqual([]);
  },
);

test('the block is switched off at a press', async () => {
  const { run, host } = await openMachine('simulated');
  await run(() => button('Block off').click());
  expect(host.inputsOf('action.perform')).toMatchObject([{ action: { kind: 'block-off' } }]);
});

test('during a run the block is locked with the reason, also for Enter in its field', async () => {
  const { run, host } = await openMachine('held');
  expect(descriptionOf(button('Heat block'))).toContain('is on and controls the block');
  expect(descriptionOf(button('Block off'))).toContain('is on and controls the block');
  await run(() => type(field('Target, °C'), '60'));
  await run(() => field('Target, °C').form?.requestSubmit());
  expect(host.inputsOf('action.perform')).toEqual([]);
});
