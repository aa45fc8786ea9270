// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { lazyView } from '../../../renderer/features/lazy-view.tsx';
import { ViewBoundary } from '../../../renderer/features/view-boundary.tsx';
import { openView, type TestWindow, textOf } from './open-window.tsx';

let open: TestWindow;
afterEach(() => open.close());

const Words = (): string => 'the view';
const body = (): string => textOf(document.body);

test('a view that is still being loaded is waited for, then shown', async () => {
  const loaded = Promise.withResolvers<typeof Words>();
  const { View } = lazyView(() => loaded.promise);
  open = await openView(() => (
    <ViewBoundary>
      <View />
    </ViewBoundary>
  ));
  expect(body()).toContain('Opening…');
  await act(async () => loaded.resolve(Words));
  expect(body()).toContain('the view');
  expect(body()).not.toContain('Opening…');
});

test('a view that breaks or cannot be loaded says so in its place and leaves the rest of the window', async () => {
  const reported = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { View } = lazyView<object>(() => Promise.reject(new Error('gone')));
  open = await openView(() => (
    <>
      <p>the rail</p>
      <ViewBoundary>
        <View />
      </ViewBoundary>
    </>
  ));
  expect(body()).toContain('the rail');
  expect(body()).toContain('This view could not be shown. Your machines are not affected.');
  expect(body()).toContain('Reload this window');
  expect(reported).toHaveBeenCalled();
});
