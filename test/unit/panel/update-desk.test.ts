import { afterEach, beforeEach, expect, test } from 'vitest';
import { UpdateDesk, busyWith } from '../../../electron/panel/update-desk.ts';
import { type UpdateSource, noUpdates } from '../../../electron/panel/update-source.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import type { UpdateOffer, UpdateState } from '../../../shared/updates.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import {
  instant,
  networkSettings,
  runProgress,
  snapshotOf,
} from '../../support/renderer-fixtures.ts';

const offer: UpdateOffer = { version: '2.0.0', notes: 'Better.' };
const idle = snapshotOf(instant(0), networkSettings('a', 'QS5'));
const running: MachineSnapshot = {
  ...idle,
  run: { kind: 'active', progress: runProgress(instant(0)) },
};

let clock: FakeClock;
let calls: string[];
let look: boolean;
let machines: readonly MachineSnapshot[];
let answers: (UpdateOffer | null | Error)[];
let desk: UpdateDesk;

const source: UpdateSource = {
  unavailable: null,
  check: async (channel) => {
    calls.push(`check ${channel}`);
    const answer = answers.shift() ?? null;
    if (answer instanceof Error) throw answer;
    return answer;
  },
  download: async (tell) => {
    calls.push('download');
    for (const percent of [10.2, 10.4, 60]) tell(percent);
  },
  install: () => calls.push('install'),
  checkFile: async () => ({ ok: true, value: null }),
};

function open(from: UpdateSource = source): UpdateDesk {
  desk = new UpdateDesk({
    source: from,
    clock,
    preferences: () => ({ look, channel: 'preview' }),
    machines: () => machines,
    log: (text) => calls.push(text),
  });
  return desk;
}

beforeEach(() => {
  clock = new FakeClock();
  calls = [];
  look = false;
  machines = [idle];
  answers = [];
});
afterEach(() => {
  desk.dispose();
  expect(clock.pending).toBe(0);
});

test('nothing is looked for until it is wanted', async () => {
  open();
  await clock.advance(10 * 24 * 3_600_000);
  expect(calls).toEqual([]);
  expect(desk.state).toEqual({ kind: 'unknown' });
});

test('when it is wanted, it looks at once and then once a day, and fetches nothing by itself', async () => {
  look = true;
  answers = [null, offer];
  open();
  await settle();
  expect(desk.state).toEqual({ kind: 'newest', checkedAt: clock.now() });
  await clock.advance(24 * 3_600_000);
  expect(desk.state).toEqual({ kind: 'offered', offer });
  await clock.advance(24 * 3_600_000 - 1);
  look = false;
  desk.preferencesChanged();
  await clock.advance(5 * 24 * 3_600_000);
  expect(calls).toEqual(['check preview', 'check preview']);
});

test('a version is fetched and installed only when a person asks for each', async () => {
  answers = [offer];
  open();
  const seen: UpdateState[] = [];
  desk.onChange((state) => seen.push(state));
  expect(desk.install()).toMatchObject({ ok: true });
  await desk.download();
  expect(calls).toEqual([]);
  await desk.check();
  await desk.download();
  expect(seen.map((state) => (state.kind === 'downloading' ? state.percent : state.kind))).toEqual([
    'checking',
    'offered',
    0,
    10,
    60,
    'ready',
  ]);
  await desk.check();
  expect(desk.state.kind).toBe('ready');
  expect(desk.install()).toMatchObject({ ok: true });
  expect(calls).toEqual(['check preview', 'download', 'install']);
});

test('nothing is installed while a run is on or something is unfinished, and the refusal says what', async () => {
  answers = [offer];
  open();
  await desk.check();
  await desk.download();
  machines = [running];
  expect(desk.install()).toMatchObject({
    ok: false,
    failure: { kind: 'busy', remedy: 'Install when this has ended: QS5: a run is on' },
  });
  machines = [
    {
      ...idle,
      lease: {
        level: 'Controller',
        exclusive: false,
        stealth: false,
        since: instant(0),
        until: instant(1),
      },
    },
  ];
  expect(desk.install()).toMatchObject({ ok: false, failure: { kind: 'busy' } });
  expect(calls).not.toContain('install');
  expect(busyWith([idle])).toEqual([]);
});

test('a failure says what to do, is written down, and the next look begins anew', async () => {
  answers = [new Error('net::ERR_INTERNET_DISCONNECTED'), offer];
  open();
  expect(await desk.check()).toMatchObject({ ok: false });
  expect(desk.state).toMatchObject({
    kind: 'failed',
    failure: { detail: 'net::ERR_INTERNET_DISCONNECTED' },
  });
  expect(calls.at(-1)).toContain('could not look for a newer version');
  await desk.check();
  expect(desk.state.kind).toBe('offered');
});

test('a host that cannot be updated says why, whatever is wanted', async () => {
  look = true;
  open(noUpdates('Fetch the source anew.'));
  await desk.check();
  expect(desk.state).toEqual({ kind: 'unavailable', reason: 'Fetch the source anew.' });
});
