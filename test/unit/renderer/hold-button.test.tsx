// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { HoldButton, holdMilliseconds } from '../../../renderer/ui/hold-button.tsx';
import { button, openView, type TestWindow } from './open-window.tsx';

let opened: TestWindow | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
});

async function openButton(onHeld: () => void): Promise<TestWindow> {
  opened = await openView((services) => (
    <HoldButton name="Abort" icon="abort" clock={services.clock} onHeld={onHeld} />
  ));
  return opened;
}

const pointer = (name: string) => new PointerEvent(name, { bubbles: true, button: 0 });
const key = (name: string, which: string, repeat = false) =>
  new KeyboardEvent(name, { bubbles: true, key: which, repeat, cancelable: true });

test('a press that is held long enough acts once', async () => {
  const onHeld = vi.fn();
  const { run, pass } = await openButton(onHeld);
  await run(() => button('Abort').dispatchEvent(pointer('pointerdown')));
  await pass(holdMilliseconds - 1);
  expect(onHeld).not.toHaveBeenCalled();
  await pass(1);
  expect(onHeld).toHaveBeenCalledTimes(1);
  await run(() => {
    button('Abort').dispatchEvent(pointer('pointerup'));
    button('Abort').click();
  });
  expect(onHeld).toHaveBeenCalledTimes(1);
});

test('a short press does nothing but say that it must be held', async () => {
  const onHeld = vi.fn();
  const { run, pass, clock } = await openButton(onHeld);
  await run(() => {
    button('Abort').dispatchEvent(pointer('pointerdown'));
    button('Abort').dispatchEvent(pointer('pointerup'));
    button('Abort').click();
  });
  expect(document.querySelector('[role="tooltip"]')?.textContent).toContain('Hold for a second');
  await pass(5_000);
  expect(onHeld).not.toHaveBeenCalled();
  expect(document.querySelector('[role="tooltip"]')).toBeNull();
  // Only the window's own ticker is left.
  expect(clock.pending).toBe(1);
});

test('sliding off the button cancels the hold', async () => {
  const onHeld = vi.fn();
  const { run, pass } = await openButton(onHeld);
  await run(() => button('Abort').dispatchEvent(pointer('pointerdown')));
  await pass(holdMilliseconds / 2);
  await run(() => button('Abort').dispatchEvent(new PointerEvent('pointerout', { bubbles: true })));
  await pass(holdMilliseconds);
  expect(onHeld).not.toHaveBeenCalled();
});

test.each(['Enter', ' '])(
  'holding the key “%s” acts, whatever the keyboard repeats',
  async (which) => {
    const onHeld = vi.fn();
    const { run, pass } = await openButton(onHeld);
    await run(() => button('Abort').dispatchEvent(key('keydown', which)));
    await pass(holdMilliseconds / 2);
    await run(() => button('Abort').dispatchEvent(key('keydown', which, true)));
    await pass(holdMilliseconds / 2);
    expect(onHeld).toHaveBeenCalledTimes(1);
    await run(() => button('Abort').dispatchEvent(key('keyup', which)));
    await pass(holdMilliseconds * 2);
    expect(onHeld).toHaveBeenCalledTimes(1);
  },
);

test('a key let go too early does nothing', async () => {
  const onHeld = vi.fn();
  const { run, pass } = await openButton(onHeld);
  await run(() => button('Abort').dispatchEvent(key('keydown', 'Enter')));
  await pass(holdMilliseconds - 1);
  await run(() => button('Abort').dispatchEvent(key('keyup', 'Enter')));
  await pass(holdMilliseconds);
  expect(onHeld).not.toHaveBeenCalled();
});

test('a click from assistive technology, which cannot hold, asks at once', async () => {
  const onHeld = vi.fn();
  const { run } = await openButton(onHeld);
  await run(() => button('Abort').click());
  expect(onHeld).toHaveBeenCalledTimes(1);
});

test('a hold that is under way ends with the button', async () => {
  const onHeld = vi.fn();
  const { run, close, clock } = await openButton(onHeld);
  await run(() => button('Abort').dispatchEvent(pointer('pointerdown')));
  await close();
  opened = null;
  expect(clock.pending).toBe(0);
  expect(onHeld).not.toHaveBeenCalled();
});
