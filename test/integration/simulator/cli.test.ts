import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { connectLines } from '../../support/simulator-socket.ts';

const cli = fileURLToPath(new URL('../../../electron/simulator/cli.ts', import.meta.url));

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

interface Running {
  readonly child: ChildProcess;
  readonly stdout: string[];
  readonly exit: Promise<Exit>;
  /** The next line of standard output as JSON; rejects if the process ends first. */
  event(): Promise<Record<string, unknown>>;
  errorText(): string;
}

const children = new Set<ChildProcess>();

afterEach(async () => {
  for (const child of children) {
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
  }
});

function run(...args: readonly string[]): Running {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  children.add(child);
  const stdout: string[] = [];
  let errors = '';
  let taken = 0;
  let over = false;
  let wake: (() => void) | null = null;
  createInterface({ input: child.stdout }).on('line', (line) => {
    stdout.push(line);
    wake?.();
  });
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  const exit = new Promise<Exit>((resolve) => {
    child.once('close', (code, signal) => {
      children.delete(child);
      over = true;
      wake?.();
      resolve({ code, signal });
    });
  });
  const event = async (): Promise<Record<string, unknown>> => {
    while (stdout.length <= taken) {
      if (over) throw new Error(`The simulator has ended: ${errors}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return JSON.parse(stdout[taken++] ?? '') as Record<string, unknown>;
  };
  return { child, stdout, exit, event, errorText: () => errors };
}

async function listening(process: Running): Promise<{ port: number; tlsPort: number | null }> {
  const event = await process.event();
  expect(event['event']).toBe('listening');
  return { port: event['port'] as number, tlsPort: event['tlsPort'] as number | null };
}

// A busy computer may need seconds to start each process.
describe('The simulator command', { timeout: 60_000 }, () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'says in one line where it listens, and ends on %s with a connection open',
    async (signal) => {
      const simulator = run('--port', '0');
      const { port, tlsPort } = await listening(simulator);
      expect(tlsPort).toBeNull();
      const client = await connectLines(port);
      await client.line();
      simulator.child.kill(signal);
      expect(await simulator.exit).toEqual({ code: 0, signal: null });
      await client.ended;
      expect(simulator.stdout).toHaveLength(1);
      expect(simulator.errorText()).toBe('');
    },
  );

  it('takes levels, password, name and a running demonstration from its flags', async () => {
    const simulator = run(
      '--run',
      '--port=0',
      '--tls-port=0',
      '--speed=100',
      '--seed=5',
      '--default-level=guest',
      '--max-level=Observer',
      '--nickname=Bench 4',
    );
    const { port, tlsPort } = await listening(simulator);
    expect(tlsPort).toBeGreaterThan(0);
    const client = await connectLines(port);
    await client.line();
    client.send('1 ACC?');
    expect(await client.line()).toMatch(/Guest$/);
    client.send('2 ACC Controller');
    expect(await client.line()).toMatch(/AccessLevelExceeded.*"Observer"/);
    client.send('3 ACC Observer');
    await client.line();
    client.send('4 RET $(RUNTitle?) $(SYST:SETT:NICK?)');
    expect(await client.line()).toMatch(/^OK 4 .*"Demo run"/);
    client.send('5 SUBS Run');
    await client.line();
    for (let line = ''; !line.includes('Ended "Demo run"'); ) line = await client.line();
    simulator.child.kill('SIGTERM');
    await simulator.exit;
  });

  it('obeys control lines on standard input', async () => {
    const simulator = run('--port', '0', '--control');
    const { port } = await listening(simulator);
    const order = async (line: string): Promise<Record<string, unknown>> => {
      simulator.child.stdin?.write(`${line}\n`);
      return simulator.event();
    };
    const client = await connectLines(port);
    await client.line();
    client.send('1 POW?');
    await client.line();
    expect(await order('{"do":"received"}')).toMatchObject({
      event: 'done',
      do: 'received',
      received: [{ text: '1 POW?', session: '474800' }],
    });
    expect(await order('{"do":"silence"}')).toEqual({ event: 'done', do: 'silence' });
    expect(await order('{"do":"resume"}')).toEqual({ event: 'done', do: 'resume' });
    expect(await order('{"do":"drop-reply","command":"DRAW?"}')).toMatchObject({ event: 'done' });
    client.send('2 DRAW?');
    client.send('3 DRAW?');
    expect(await client.line()).toBe('OK 3 Closed');
    expect(await order('{"do":"stick-drawer"}')).toMatchObject({ event: 'done' });
    client.send('4 DRAW?');
    expect(await client.line()).toBe('OK 4 Unknown');
    for (const bad of ['nonsense', '[]', '{"do":7}', '{"do":"fly"}', '{"do":"start-run"}']) {
      expect(await order(bad)).toMatchObject({ event: 'error' });
    }
    expect(await order('{"do":"drop"}')).toEqual({ event: 'done', do: 'drop' });
    await client.ended;
    simulator.child.stdin?.end();
    expect(await simulator.exit).toEqual({ code: 0, signal: null });
  });

  it('plays a recording, and ends in the middle of it when told to', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'simulator-'));
    const file = join(folder, 'messages.log');
    const cycles = Array.from(
      { length: 3000 },
      (_, index) => `Run ${(1_700_000_001 + index / 10).toFixed(3)} Cycle ${index}\n`,
    );
    const head = [
      'Debug 1700000000.000 C: 1 DRAW?',
      'Debug 1700000000.000 S: OK 1 Open',
      'Run 1700000000.000 Starting "old"\n',
    ];
    await writeFile(file, head.join('\n') + cycles.join(''));
    try {
      const simulator = run('--port', '0', '--replay', file);
      const { port } = await listening(simulator);
      const client = await connectLines(port);
      await client.line();
      client.send('1 SUBS -timestamp Run');
      expect(await client.line()).toBe('OK 1');
      const pattern = /^MESSage Run ([\d.]+) Cycle (\d+)$/;
      let first = await client.line();
      while (!pattern.test(first)) first = await client.line();
      const [, stamp, cycle] = pattern.exec(first) ?? [];
      expect(Number(stamp)).toBeCloseTo(1_700_000_001 + Number(cycle) / 10, 3);
      client.send('2 UNS Run');
      client.send('3 RET $(DRAW?) ${RunTitle}');
      let line = await client.line();
      while (line.startsWith('MESSage')) line = await client.line();
      expect(line).toBe('OK 2');
      expect(await client.line()).toBe('OK 3 Open old');
      simulator.child.kill('SIGTERM');
      expect(await simulator.exit).toEqual({ code: 0, signal: null });
      await client.ended;
      expect(simulator.errorText()).toBe('');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    [['--port', 'many'], "--port must be a whole number, not 'many'."],
    [['--port', '70000'], "--port must be a number from 0 to 65535, not '70000'."],
    [['--speed', '0'], "--speed must be a number from 0.001 to 10000, not '0'."],
    [
      ['--max-level', 'King'],
      "--max-level must be one of Guest, Observer, Controller, Administrator, Full, not 'King'.",
    ],
    [['--fly'], "Unknown option '--fly'."],
    [['stray'], "Unexpected argument 'stray'."],
    [['--run', '--replay', 'x'], '--run and --replay cannot be used together'],
    [['--replay', cli], `--replay cannot read '${cli}': Line 1 is not "Topic timestamp text".`],
    [['--replay', '/nowhere/messages.log'], "--replay cannot read '/nowhere/messages.log'"],
  ])('explains %j in one sentence and ends with 2', async (args, message) => {
    const simulator = run(...args);
    expect(await simulator.exit).toEqual({ code: 2, signal: null });
    expect(simulator.errorText()).toContain(message);
    expect(simulator.errorText().trim().split('\n')).toHaveLength(1);
    expect(simulator.stdout).toEqual([]);
  });

  it('explains a busy port in one sentence and ends with 1', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const simulator = run('--port', String(port));
    expect((await simulator.exit).code).toBe(1);
    expect(simulator.errorText()).toBe(
      `Port ${port} on 127.0.0.1 is already in use by another program.\n`,
    );
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });

  it('explains its flags', async () => {
    const simulator = run('--help');
    expect((await simulator.exit).code).toBe(0);
    expect(simulator.stdout.join('\n')).toContain('--replay FILE');
  });
});
