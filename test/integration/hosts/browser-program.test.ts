import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TestWindow, ask, enter } from './support/http.ts';

// Starting a process takes long on a busy computer; this only bounds it.
vi.setConfig({ testTimeout: 30_000 });

let folder: string;
let children: Child[];

interface Child {
  readonly process: ChildProcessWithoutNullStreams;
  readonly errors: () => string;
  readonly exit: Promise<number | null>;
  /** The first line on stdout; null if it ended without one. */
  readonly firstLine: Promise<string | null>;
  /** The first address with a token that it prints. */
  readonly address: Promise<string>;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quantdeck-host-'));
  writeFileSync(join(folder, 'index.html'), '<p>the app</p>');
  children = [];
});

afterEach(async () => {
  for (const child of children) child.process.kill('SIGKILL');
  await Promise.all(children.map((child) => child.exit));
  rmSync(folder, { recursive: true, force: true });
});

function start(words: readonly string[], environment: Record<string, string> = {}): Child {
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, 'support', 'browser-program.ts'),
      folder,
      join(folder, 'record'),
      '--data',
      join(folder, 'data'),
      ...words,
    ],
    { env: { ...process.env, ...environment } },
  );
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const exit = once(child, 'close').then(([code]) => code as number | null);
  const lines = createInterface({ input: child.stdout });
  const firstLine = Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    exit.then(() => null),
  ]);
  const address = new Promise<string>((resolve) => {
    lines.on('line', (line) => {
      const found = /^QuantDeck ready at (http:\S+token=[\w-]{43})$/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  const started: Child = { process: child, errors: () => errors, exit, firstLine, address };
  children.push(started);
  return started;
}

async function entranceOf(child: Child): Promise<string> {
  const line = await child.firstLine;
  if (line === null) throw new Error(`the host ended: ${child.errors()}`);
  expect(line).toMatch(/^QuantDeck ready at http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
  return line.slice('QuantDeck ready at '.length);
}

const record = (): string[] => readFileSync(join(folder, 'record'), 'utf8').trim().split('\n');

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s leaves the machines, says goodbye to the window and exits',
  async (signal) => {
    const child = start(['--port', '0', '--no-open']);
    const entrance = await entranceOf(child);
    const window = await TestWindow.open(Number(new URL(entrance).port), await enter(entrance));
    const closed = window.closed();
    child.process.kill(signal);
    expect(await child.exit).toBe(0);
    expect((await closed).code).toBe(1001);
    expect(record()).toEqual(['window opened', 'leave 5', 'window closed']);
  },
);

test('one signal is one signal, also with everything that the real panel loads', async () => {
  const child = start(['--port', '0', '--no-open'], { REAL_PANEL: '1' });
  await entranceOf(child);
  child.process.kill('SIGTERM');
  // 130 would mean that it did not wait for the machines.
  expect(await child.exit).toBe(0);
});

test('a second signal exits at once when a machine does not let go', async () => {
  const child = start(['--port', '0'], { NEVER_LEAVES: '1' });
  const entrance = await entranceOf(child);
  child.process.kill('SIGINT');
  // The host goes on serving while it waits for the machines; an answer proves that it has not ended yet.
  expect((await ask(Number(new URL(entrance).port), '/')).status).toBe(403);
  child.process.kill('SIGINT');
  expect(await child.exit).toBe(130);
});

test('a second start on the same data says that QuantDeck runs and where, and the first goes on', async () => {
  const first = start(['--port', '0']);
  const { origin, port } = new URL(await entranceOf(first));
  const second = start(['--port', '0']);
  expect(await second.exit).toBe(3);
  expect(await second.firstLine).toBeNull();
  expect(second.errors().trim()).toBe(
    `QuantDeck is already running on the data in ${join(folder, 'data')} as process ${first.process.pid}, at ${origin}.`,
  );
  expect((await ask(Number(port), '/')).status).toBe(403);
});

test('data of a start that was killed can be used again at once', async () => {
  const first = start(['--port', '0']);
  await entranceOf(first);
  first.process.kill('SIGKILL');
  await first.exit;
  await entranceOf(start(['--port', '0']));
});

test('a port in use and a wrong word end the start with one sentence', async () => {
  const first = start(['--port', '0']);
  const { port } = new URL(await entranceOf(first));
  const busy = start(['--port', port, '--data', join(folder, 'other')]);
  expect(await busy.exit).toBe(1);
  expect(busy.errors()).toContain(`Port ${port} cannot be opened: it is used by another program.`);
  const wrong = start(['--port', 'x']);
  expect(await wrong.exit).toBe(2);
  expect(wrong.errors()).toContain('“x” is not a port');
});

test('a missing build is named', async () => {
  rmSync(join(folder, 'index.html'));
  const child = start(['--port', '0']);
  expect(await child.exit).toBe(1);
  expect(child.errors()).toContain('npm run build');
});

test('a browser that cannot be started leaves the host running and says so with an address', async () => {
  const child = start(['--port', '0', '--browser', join(folder, 'no-browser')]);
  const entrance = await child.address;
  await expect.poll(() => child.errors()).toContain('The window could not be opened');
  expect((await enter(entrance)).cookie).toContain('quantdeck-');
});

test('no user of the computer can read the token off the browser’s command line, and the browser gets in', async () => {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  // A browser that tells how it was started and what its page holds, and stays open.
  writeFileSync(
    join(folder, 'browser'),
    `#!${process.execPath}
const { readFileSync, statSync } = require('node:fs');
const { connect } = require('node:net');
const { fileURLToPath } = require('node:url');
const file = fileURLToPath(process.argv.find((word) => word.startsWith('--app=')).slice(6));
const seen = { words: process.argv, page: readFileSync(file, 'utf8'), mode: statSync(file).mode & 0o777 };
connect(${port}, '127.0.0.1').end(JSON.stringify(seen)).on('error', () => {});
setInterval(() => {}, 1_000);
`,
    { mode: 0o755 },
  );
  const child = start(['--port', '0', '--browser', join(folder, 'browser')]);
  const [socket] = (await once(listener, 'connection')) as [Socket];
  let told = '';
  for await (const chunk of socket.setEncoding('utf8')) told += chunk;
  listener.close();
  const seen = JSON.parse(told) as { words: string[]; page: string; mode: number };

  const inside = /url=([^"]+)"/.exec(seen.page)?.[1] ?? '';
  const token = new URL(inside).searchParams.get('token') ?? '';
  expect(token).toHaveLength(43);
  expect(seen.words.join(' ')).not.toContain(token);
  expect(seen.mode).toBe(0o600);
  expect((await enter(inside)).cookie).toContain('quantdeck-');
  child.process.kill('SIGTERM');
  await child.exit;
  expect(existsSync(join(folder, 'data', 'browser-window', 'open.html'))).toBe(false);
});
