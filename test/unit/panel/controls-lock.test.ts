import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ControlsLockFile } from '../../../electron/panel/controls-lock.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const done = { ok: true, value: null };
const wrong = { ok: false, failure: { kind: 'controls-locked', message: 'That is not the PIN.' } };
const tooSoon = {
  ok: false,
  failure: { kind: 'controls-locked', message: expect.stringContaining('looked at in') },
};
let directory: string;
let clock: FakeClock;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quantdeck-controls-'));
  clock = new FakeClock();
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const open = () =>
  new ControlsLockFile(directory, clock, { cost: 16, blockSize: 8, parallelization: 1 });
const hash = (text: string): unknown =>
  (JSON.parse(text) as { lock: { pin: { hash: string } } }).lock.pin.hash;
const file = () => join(directory, 'controls.json');

test('the controls are open until somebody locks them', () => {
  expect([open().state, open().objection()]).toEqual([{ kind: 'open' }, null]);
});

test('a lock outlives a restart, and its PIN is nowhere in the file', async () => {
  expect(await open().lock('471147')).toEqual(done);
  expect(readFileSync(file(), 'utf8')).not.toContain('471147');
  const lock = open();
  expect(lock.state).toEqual({ kind: 'locked', since: clock.now(), pin: true, retryAt: null });
  expect(lock.objection()).toMatchObject({ kind: 'controls-locked' });
  expect(await lock.unlock(null)).toMatchObject(wrong);
  expect(await lock.unlock('471148')).toMatchObject(wrong);
  expect(await lock.unlock('471147')).toEqual(done);
  expect([lock.state, open().state]).toEqual([{ kind: 'open' }, { kind: 'open' }]);
});

test('two locks with one PIN are kept differently', async () => {
  const lock = open();
  await lock.lock('4711');
  const first = readFileSync(file(), 'utf8');
  await lock.unlock('4711');
  await lock.lock('4711');
  expect(hash(readFileSync(file(), 'utf8'))).not.toBe(hash(first));
});

test('a lock without a PIN opens at a press', async () => {
  const lock = open();
  await lock.lock(null);
  expect(lock.state).toMatchObject({ kind: 'locked', pin: false });
  expect(await lock.unlock(null)).toEqual(done);
});

test('locking again does not replace the PIN', async () => {
  const lock = open();
  await lock.lock('4711');
  expect(await lock.lock(null)).toMatchObject({ failure: { kind: 'controls-locked' } });
  expect(await lock.unlock(null)).toMatchObject(wrong);
  expect(await lock.unlock('4711')).toEqual(done);
});

test('after three wrong PINs even the right one waits, longer each time', async () => {
  const lock = open();
  await lock.lock('4711');
  for (const pin of ['0000', '1111', '2222']) expect(await lock.unlock(pin)).toMatchObject(wrong);
  expect(lock.state).toMatchObject({ retryAt: clock.now() + 5_000 });
  expect(await lock.unlock('4711')).toMatchObject(tooSoon);
  await clock.advance(5_000);
  expect(await lock.unlock('3333')).toMatchObject(wrong);
  expect(lock.state).toMatchObject({ retryAt: clock.now() + 10_000 });
  await clock.advance(9_999);
  expect(await lock.unlock('4711')).toMatchObject(tooSoon);
  await clock.advance(1);
  expect(await lock.unlock('4711')).toEqual(done);
});

test('the wait outlives a restart and ends at five minutes', async () => {
  await open().lock('4711');
  for (let tries = 0; tries < 20; tries++) {
    const lock = open();
    expect(await lock.unlock('0000')).toMatchObject(wrong);
    const { state } = open();
    const until = state.kind === 'locked' ? state.retryAt : null;
    if (until === null) continue;
    expect(until - clock.now()).toBeLessThanOrEqual(300_000);
    expect(await open().unlock('4711')).toMatchObject(tooSoon);
    await clock.advance(until - clock.now());
  }
  expect(await open().unlock('4711')).toEqual(done);
});

test('tries side by side do not count as one', async () => {
  const lock = open();
  await lock.lock('4711');
  const first = lock.unlock('0000');
  expect(await lock.unlock('4711')).toMatchObject({ failure: { kind: 'busy' } });
  expect(await first).toMatchObject(wrong);
});

test('a clock that was set back makes nobody wait longer than the wait', async () => {
  const earlier = new FakeClock();
  await clock.advance(86_400_000);
  const lock = open();
  await lock.lock('4711');
  for (const pin of ['0000', '1111', '2222']) await lock.unlock(pin);
  const after = new ControlsLockFile(directory, earlier, {
    cost: 16,
    blockSize: 8,
    parallelization: 1,
  });
  expect(after.state).toMatchObject({ retryAt: earlier.now() + 5_000 });
});

test.each(['', '{', 'null', '{"version":1,"lock":5}', '{"version":2}'])(
  'a file that holds %s is kept aside and counts as a lock without a PIN, because it was a lock once',
  async (damaged) => {
    writeFileSync(file(), damaged);
    const lock = open();
    expect(lock.state).toMatchObject({ kind: 'locked', pin: false });
    expect(lock.problems.join()).toContain(directory);
    const aside = readdirSync(directory).find((name) => name.includes('damaged')) ?? '';
    expect(readFileSync(join(directory, aside), 'utf8')).toBe(damaged);
    expect(await lock.unlock(null)).toEqual(done);
    expect(open().state).toEqual({ kind: 'open' });
  },
);

test('a disk that refuses locks nothing, but never keeps anybody from unlocking', async () => {
  const lock = open();
  rmSync(directory, { recursive: true });
  writeFileSync(directory, '');
  await expect(lock.lock('4711')).rejects.toThrow();
  expect(lock.state).toEqual({ kind: 'open' });
  rmSync(directory);
});

test('a full disk does not keep the right PIN from opening', async () => {
  const lock = open();
  await lock.lock('4711');
  rmSync(directory, { recursive: true });
  writeFileSync(directory, '');
  expect(await lock.unlock('4711')).toEqual(done);
  rmSync(directory);
});
