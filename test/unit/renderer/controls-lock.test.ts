import { expect, test } from 'vitest';
import { createControls } from '../../../renderer/stores/controls-lock.ts';
import { plainPins } from '../../support/plain-pins.ts';
import { keptInMemory } from '../../support/renderer-host.ts';

const key = 'quantdeck.controls';

test('controls are open until someone locks them, and stay locked after a restart', async () => {
  const kept = keptInMemory();
  const controls = createControls(kept, plainPins);
  expect(controls.store.getState()).toEqual({ kind: 'open' });
  await controls.lock(null);
  expect(createControls(kept, plainPins).store.getState()).toEqual({ kind: 'locked', pin: null });
});

test('a lock with a PIN opens for that PIN alone', async () => {
  const kept = keptInMemory();
  await createControls(kept, plainPins).lock('4711');
  const controls = createControls(kept, plainPins);
  expect(await controls.unlock('0000')).toBe(false);
  expect(controls.store.getState().kind).toBe('locked');
  expect(await controls.unlock('4711')).toBe(true);
  expect(controls.store.getState()).toEqual({ kind: 'open' });
  expect(kept.texts.get(key)).toBe('{"kind":"open"}');
});

test('the kept text never holds the PIN as it was typed', async () => {
  const kept = keptInMemory();
  await createControls(kept, plainPins).lock('4711');
  expect(kept.texts.get(key)).not.toContain('4711');
});

test.each(['', 'null', '{"kind":"locked","pin":{"salt":1}}', '{"kind":"other"}', '{'])(
  'a damaged note “%s” keeps the controls locked, without a PIN',
  async (text) => {
    const kept = keptInMemory();
    kept.write(key, text);
    const controls = createControls(kept, plainPins);
    expect(controls.store.getState()).toEqual({ kind: 'locked', pin: null });
    expect(await controls.unlock('')).toBe(true);
  },
);
