import { execFile, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/base/clock.ts';
import { type Listener, listen } from '../../electron/simulator/listen.ts';
import { Simulator } from '../../electron/simulator/simulator.ts';

/*
 * The client library QSLib, which real machines are driven with, against the simulator: what it accepts here is as near to the
 * real thing as a machine without hardware comes. `pip install qslib==0.15.3` makes these tests run;
 * QUANTDECK_PYTHON names the interpreter if it is not `python3`.
 */
const python = process.env['QUANTDECK_PYTHON'] ?? 'python3';
const client = fileURLToPath(new URL('./qslib-client.py', import.meta.url));
const password = 'interop';

function hasQslib(): boolean {
  try {
    execFileSync(python, ['-c', 'import qslib'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const installed = hasQslib();

describe('QSLib', () => {
  let simulator: Simulator;
  let listener: Listener;
  beforeAll(async () => {
    simulator = new Simulator({ clock: systemClock, speed: 20, password });
    listener = await listen(simulator, { host: '127.0.0.1', port: 0 });
  });
  afterAll(() => {
    listener.dispose();
    simulator.dispose();
  });

  it('drives the simulator as it drives a machine', { timeout: 120_000 }, async (context) => {
    if (!installed) context.skip(`QSLib is not installed for ${python}: pip install qslib==0.15.3`);
    const { stdout } = await promisify(execFile)(python, [client, `${listener.port}`, password]);
    const steps = Object.fromEntries(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { step: string; value: unknown })
        .map(({ step, value }) => [step, value]),
    );
    expect(steps).toEqual({
      level: 'Observer',
      zones: 6,
      'machine status': { drawer: 'Closed', cover: 'Down' },
      'run name at rest': null,
      block: [false, 25],
      'status light': ['BLUE', 'BLINK'],
      'authentication key': true,
      'drawer after opening': 'Open',
      'drawer after closing': 'Closed',
      'cover after closing': 'Down',
      'power after off': false,
      'power after on': true,
      'block after setting': [true, 40],
      // QSLib takes tags off, not quotes (instrument protocol, section 6).
      'run name during the run': '"Interop run"',
      'run status': 'Interop run',
      protocol: 'Demo',
      'state after pausing': 'Paused',
      'level afterwards': 'Observer',
      'connected after leaving': false,
      'wrong password': 'CommandError',
      'automatic drawer': 'Closed',
      'automatic leaves': false,
    });
  });
});
