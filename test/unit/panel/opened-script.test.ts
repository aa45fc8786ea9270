import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Notices } from '../../../electron/panel/notices.ts';
import { keepOpenedScript } from '../../../electron/panel/scripts/opened-script.ts';
import { ScriptLibrary } from '../../../electron/panel/scripts/script-library.ts';
import { FakeClock } from '../../support/fake-clock.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quantdeck-opened-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function made() {
  const clock = new FakeClock();
  const library = new ScriptLibrary(folder, clock);
  const notices = new Notices(clock, () => {});
  const open = (name: string, text: string): void => keepOpenedScript(library, notices, name, text);
  return { library, notices, open };
}

test('an opened script is kept, and a notice says where it is', () => {
  const { library, notices, open } = made();
  open('check.scpi', 'POW?\n');
  expect(library.all).toMatchObject([{ name: 'check.scpi', text: 'POW?\n' }]);
  expect(notices.all[0]?.text).toContain('“check.scpi” is among your scripts');
});

test('opening the same file again does not keep it twice, and a changed one stands beside it', () => {
  const { library, open } = made();
  open('check.scpi', 'POW?\n');
  open('check.scpi', 'POW?\n');
  expect(library.all).toHaveLength(1);
  open('check.scpi', 'DRAW?\n');
  expect(library.all).toHaveLength(2);
});

test('a script that is too long is not kept, and a notice says why', () => {
  const { library, notices, open } = made();
  open('huge.scpi', 'x'.repeat(3_000_000));
  expect(library.all).toEqual([]);
  expect(notices.all[0]).toMatchObject({
    severity: 'warning',
    text: '“huge.scpi” was not opened: it is too long for a script.',
  });
});
