// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { accessStates, failures } from '../../support/renderer-failures.ts';
import { card, openApp, type TestWindow, textOf, visit } from './open-window.tsx';

let opened: TestWindow | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
});

test.each([
  ['wrong-password', '', failures.wrongPassword],
  ['above-limit', 'Open drawer was not sent: ', failures.levelAboveLimit],
  ['exclusive', 'Open drawer was refused: ', failures.exclusive],
  ['mid-action', 'Outcome unknown: Open drawer. ', failures.contactLost],
  ['certificate', '', failures.certificateChanged],
])('“%s” is one plain sentence with its remedy, on card and page', async (id, lead, failure) => {
  opened = await openApp(accessStates);
  const expected = `${lead}${failure.message} ${failure.remedy}`;
  expect(textOf(card(id))).toContain(expected);
  await opened.run(() => visit(`#/machines/${id}`));
  expect(textOf(document.querySelector('main'))).toContain(expected);
});
