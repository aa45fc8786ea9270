import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { MachineId } from '../../../shared/units.ts';
import { settle } from '../../support/fake-clock.ts';
import {
  createPanelBench,
  newDirectory,
  type PanelBench,
  type PanelBenchOptions,
  panelMachine,
} from '../../support/machine-panel.ts';

const passphrase = 'four words make sense';
const secret = 'hunter2-secret';
const machineId = 'machine-1' as MachineId;
const simulator = { password: secret, defaultLevel: 'Observer', maxLevel: 'Observer' } as const;
let open: PanelBench[] = [];
let directories: string[] = [];

afterEach(async () => {
  for (const bench of open) await bench.end();
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
  open = [];
  directories = [];
});

function start(options: PanelBenchOptions = {}): PanelBench {
  const bench = createPanelBench({ simulator, ...options });
  open.push(bench);
  return bench;
}

/** Until what scrypt does in its own thread has arrived. */
async function asked<T>(bench: PanelBench, answer: Promise<T>): Promise<T> {
  const value = await answer;
  await settle();
  await bench.clock.advance(200);
  return value;
}

async function stop(bench: PanelBench): Promise<void> {
  open = open.filter((other) => other !== bench);
  await bench.end();
}

/** A folder with a vault that holds the password of the one machine. */
async function keptFolder(): Promise<string> {
  const directory = newDirectory();
  directories.push(directory);
  const bench = start({ directory });
  await settle();
  const { settings } = bench.panel.view().machines[0] ?? {};
  expect(settings?.kind).toBe('simulated');
  const { id: _id, ...draft } = panelMachine('machine-1') as Extract<
    ReturnType<typeof panelMachine>,
    { kind: 'network' }
  >;
  const { kind: _kind, ...fields } = draft;
  await bench.ask('machines.add', {
    draft: fields,
    password: { kind: 'set', password: secret },
  });
  await settle();
  expect(await asked(bench, bench.ask('passwords.createVault', { passphrase }))).toMatchObject({
    ok: true,
  });
  await stop(bench);
  return directory;
}

/** Attempts to reach the machine; the practice machine is on this computer. */
const tries = (bench: PanelBench) =>
  bench.network.attempts.filter((attempt) => !attempt.includes('127.0.0.1'));

const network = (bench: PanelBench) =>
  bench.panel.view().machines.find(({ settings }) => settings.kind === 'network');

it('a machine whose password is locked waits, is not tried without it, and connects once unlocked', async () => {
  const directory = await keptFolder();
  const bench = start({ directory });
  await settle();
  expect(network(bench)?.connection).toMatchObject({
    kind: 'stopped',
    last: { kind: 'passwords-locked', remedy: expect.stringContaining('Unlock passwords…') },
  });
  expect(network(bench)?.hasPassword).toBe(true);
  expect(tries(bench)).toEqual([]);
  expect(
    await asked(bench, bench.ask('passwords.unlock', { passphrase: 'nonsense nonsense' })),
  ).toMatchObject({
    failure: { kind: 'wrong-passphrase' },
  });
  expect(tries(bench)).toEqual([]);
  expect(await asked(bench, bench.ask('passwords.unlock', { passphrase }))).toMatchObject({
    ok: true,
  });
  await bench.clock.advance(1_000);
  expect(network(bench)?.connection.kind).toBe('ready');
});

it('windows are told where passwords are, whenever that changes', async () => {
  const bench = start();
  await settle();
  await asked(bench, bench.ask('passwords.createVault', { passphrase }));
  await asked(bench, bench.ask('passwords.lock', {}));
  const told = bench.events.flatMap(({ event }) =>
    event.event === 'passwords' ? [event.payload.kind] : [],
  );
  expect(told).toEqual(['vault-open', 'vault-locked']);
  expect(bench.panel.view().passwords).toEqual({ kind: 'vault-locked', count: 0 });
});

it('a short passphrase is refused with the reason', async () => {
  const bench = start();
  expect(await bench.ask('passwords.createVault', { passphrase: 'short' })).toMatchObject({
    failure: { kind: 'invalid-input', message: expect.stringContaining('at least 12 characters') },
  });
});

it('no password and no passphrase is in any file, log, event or answer', async () => {
  const directory = await keptFolder();
  const bench = start({ directory });
  await settle();
  const wrong = 'the wrong passphrase';
  const next = 'another good sentence';
  const answers = [
    await asked(bench, bench.ask('passwords.unlock', { passphrase: wrong })),
    await asked(bench, bench.ask('passwords.unlock', { passphrase })),
    await asked(bench, bench.ask('passwords.changePassphrase', { current: wrong, next })),
    await asked(bench, bench.ask('passwords.changePassphrase', { current: passphrase, next })),
    await bench.ask('journal.query', { limit: 500 }),
    await bench.ask('panel.view', {}),
    // A passphrase where none belongs comes back in no error either.
    await bench.panel.handle('passwords.unlock', { passphrase: 5, other: next }),
    await bench.panel.handle('passwords.createVault', { passphrase: 'short-secret'.slice(0, 11) }),
  ];
  await bench.clock.advance(2_000);
  const id = network(bench)?.id ?? machineId;
  answers.push(await bench.panel.handle('console.export', { machineId: id, format: 'text' }));
  const said = JSON.stringify([answers, bench.events, bench.logged]);
  const secrets = [secret, passphrase, wrong, next, 'short-secre'];
  for (const text of secrets) expect(said).not.toContain(text);
  await stop(bench);
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    const path = join(directory, name);
    if (!statSync(path).isFile()) continue;
    const bytes = readFileSync(path);
    for (const text of secrets) expect([name, bytes.includes(text)]).toEqual([name, false]);
  }
});

it('the journal says what was done about passwords, and that a passphrase was wrong', async () => {
  const directory = await keptFolder();
  const bench = start({ directory });
  await asked(bench, bench.ask('passwords.unlock', { passphrase: 'nonsense nonsense' }));
  await asked(bench, bench.ask('passwords.unlock', { passphrase }));
  const page = await bench.ask('journal.query', { limit: 500, kinds: ['settings'] });
  const texts = page.ok
    ? page.value.entries.map((entry) => ('text' in entry ? entry.text : ''))
    : [];
  expect(texts).toEqual(
    expect.arrayContaining([
      'Passwords are kept in an encrypted file from now on.',
      'The stored passwords stayed locked.',
      'Unlocked the stored passwords.',
    ]),
  );
});

it('agreeing to a file without a keychain is a request of its own, not a setting among others', async () => {
  const bench = start();
  expect(
    await bench.panel.handle('preferences.change', { passwords: { plainFile: true } }),
  ).toMatchObject({ failure: { kind: 'invalid-input' } });
  expect(await bench.ask('passwords.storePlainly', { allowed: true })).toMatchObject({ ok: false });
  expect(bench.panel.view().preferences.passwords.plainFile).toBe(false);
});
