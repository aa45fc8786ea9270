import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildElectronHost } from './support/build-hosts.ts';

/* The built desktop app, with its window closed during a run, against a recording stand-in for Electron. */

// A build and a process take long on a busy computer; this only bounds them.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let built: string;
let data: string;
let seen: Record<string, unknown>;

beforeAll(async () => {
  built = await buildElectronHost();
  data = mkdtempSync(join(tmpdir(), 'quantdeck-attention-'));
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, 'support', 'attention-program.ts'),
    built,
    '--data',
    data,
  ]);
  seen = JSON.parse(stdout) as Record<string, unknown>;
});

afterAll(() => {
  rmSync(built, { recursive: true, force: true });
  rmSync(data, { recursive: true, force: true });
});

test('the tray lists the machines with their states, the window and the way out', () => {
  expect(seen['idleMenu']).toEqual([
    'Practice machine: Idle',
    '—',
    'Open QuantDeck',
    'Quit QuantDeck',
  ]);
  expect((seen['runningMenu'] as string[])[0]).toMatch(/^Practice machine: Running/);
});

test('closing the window hides it while a run is on, says so once, and otherwise quits', () => {
  expect(seen['closedIdle']).toBe('quit');
  expect(seen['closedRunning']).toEqual([true, true]);
  expect(seen['hidden']).toBe(2);
  expect(seen['explained']).toMatchObject([{ title: 'QuantDeck is still watching' }]);
});

test('an alert is a notification while the window is hidden, and its click brings the window', () => {
  expect(seen['afterTest']).toMatchObject([
    { title: 'QuantDeck is still watching' },
    { title: 'QuantDeck test', body: 'Alerts look like this one.' },
  ]);
  expect(seen['forward']).toEqual(['restore', 'show', 'focus', 'restore', 'show', 'focus']);
});

test('a machine chosen in the tray is shown in the window', () => {
  expect(seen['shown']).toEqual([
    { event: 'show-machine', payload: { machineId: seen['machineId'] } },
  ]);
});

test('quitting from the tray leaves the machines first, takes the tray away and leaves nothing open', () => {
  expect(seen['quit']).toBe('quit');
  expect(seen['held']).toBe(true);
  expect(seen['end']).toEqual(['tray gone', 'exit 0']);
});
