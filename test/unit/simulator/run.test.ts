import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRecording } from '../../../electron/simulator/recorded-log.ts';
import { type PublishedMessage, Simulator } from '../../../electron/simulator/simulator.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { SimulatorClient } from '../../support/simulator-client.ts';

let clock: FakeClock;
let simulator: Simulator;
let client: SimulatorClient;
let published: PublishedMessage[];

beforeEach(() => {
  clock = new FakeClock();
  simulator = new Simulator({ clock });
  published = [];
  simulator.onPublished((message) => published.push(message));
  client = new SimulatorClient(simulator);
  client.take();
  client.say('1 ACC Controller');
});

afterEach(() => {
  simulator.dispose();
  expect(clock.pending).toBe(0);
});

const runBodies = (): string[] =>
  published.filter(({ topic }) => topic === 'Run').map(({ body }) => body);

/** Bodies without the long lists of zones. */
const brief = (body: string): string =>
  body
    .replace(/-zones=Zone1\S+ -targets=([\d.]+),\S+ -rates=([\d.]+),\S+/, 'zones $1 at $2')
    .replace(/-Temperature=\S+/, '-Temperature=…');

const short = [
  'PROT short <multiline.protocol>',
  'STAGe 1 First <multiline.stage>',
  '\tSTEP 1 <multiline.step>',
  '\t\tRAMP -rate=50 40 40 40 40 40 40',
  '\t\tHOLD 3',
  '\t</multiline.step>',
  '</multiline.stage>',
  'STAGE -repeat=2 2 Second <multiline.stage>',
  '\tSTEP 1 <multiline.step>',
  '\t\tRAMP 40',
  '\t\tHACFILT m1,x1,quant m4,x1,quant # two pictures',
  '\t\tHOLDANDCOLLECT -pcr=true 20 -increment=5',
  '\t</multiline.step>',
  '</multiline.stage>',
  '</multiline.protocol>',
].join('\n');

const collected = 'Collected -run="my run" -stage=2';

describe('A run', () => {
  beforeEach(() => {
    expect(client.ask(`2 ${short}`)).toBe('OK 2');
  });

  it('publishes its topics in the order of the real machine, and RP ends when it does', async () => {
    expect(client.ask('3 RP -samplevolume=20 -runmode=fast short "my run"')).toBe('NEXT 3');
    await clock.advance(10 * 60_000);
    expect(runBodies().map(brief)).toEqual([
      'Starting "my run"',
      'Setting sample volume to 20 microlitres',
      'Stage PRERUN',
      'Cycle 1',
      'Ramping -zones=Cover -targets=105.000 -rates=0.049',
      'Ramped -zones=Cover -targets=105.000 -rates=0.049',
      'Lamp is warmed up',
      'Stage 1',
      'Cycle 1',
      'Step 1',
      'Ramping zones 40.000 at 1.500',
      'Ramped zones 40.000 at 1.500',
      'Holding -time=3 -collecting=False',
      'Stage 2',
      'Cycle 1',
      'Step 1',
      'Ramping zones 40.000 at 3.000',
      'Holding -time=20 -collecting=True',
      'Acquiring -run="my run" -stage=2 -cycle=1 -point=1 -Temperature=…',
      `${collected} -cycle=1 -step=1 -point=1`,
      'Cycle 2',
      'Step 1',
      'Ramping zones 40.000 at 3.000',
      'Holding -time=25 -collecting=True',
      'Acquiring -run="my run" -stage=2 -cycle=2 -point=1 -Temperature=…',
      `${collected} -cycle=2 -step=1 -point=1`,
      'Stage POSTRun',
      'Cycle 1',
      'Completed "my run"',
      'Ended "my run"',
    ]);
    expect(client.take()).toEqual(['OK 3']);
    expect(client.ask('4 ISTAT?')).toBe('OK 4 Idle');
  });

  it('writes the zones, targets and rates as six values each', async () => {
    client.say('3 RP short run');
    await clock.advance(10 * 60_000);
    expect(runBodies()).toContain(
      'Ramping -zones=Zone1,Zone2,Zone3,Zone4,Zone5,Zone6 -targets=40.000,40.000,40.000,40.000,40.000,40.000 -rates=0.800,0.800,0.800,0.800,0.800,0.800',
    );
    expect(runBodies().find((body) => body.startsWith('Acquiring'))).toMatch(
      /^Acquiring -run="run" -stage=2 -cycle=1 -point=1 -Temperature=\d+(\.\d{1,4})?(,\d+(\.\d{1,4})?){5}$/,
    );
  });

  it('heats the cover for minutes before the first stage, and says so in RunProgress', async () => {
    client.say('3 RP short "my run"');
    await clock.advance(60_000);
    expect(client.ask('4 RunProgress?')).toBe(
      'OK 4 -RunMode=standard -Step=- -RunTitle="my run" -Cycle=1 -Stage=PRERUN',
    );
    expect(client.ask('5 COV?')).toBe('OK 5 ON 105.0');
    expect(client.ask('6 RUNTitle?')).toBe('OK 6 "my run"');
    const ramped = published.find(({ body }) => body.startsWith('Ramped'));
    expect(ramped).toBeUndefined();
    await clock.advance(10 * 60_000);
    const stage = published.find(({ body }) => body === 'Stage 1');
    expect((stage?.at ?? 0) - Date.UTC(2026, 0, 1)).toBeGreaterThan(120_000);
  });

  it('tells the time every second, active only from the first stage on', async () => {
    client.say('3 RP short run');
    await clock.advance(10 * 60_000);
    const times = published.filter(({ topic }) => topic === 'Time');
    const bodies = times.map(({ body }) => body);
    expect(bodies[0]).toMatch(/^-elapsed=1 -remaining=\d+$/);
    expect(bodies.at(-1)).toMatch(/^-elapsed=\d+ -active=\d+ -remaining=\d+$/);
    const gaps = times.slice(1).map(({ at }, index) => at - (times[index]?.at ?? 0));
    expect(new Set(gaps)).toEqual(new Set([1000]));
    const remaining = bodies.map((body) => Number(/remaining=(\d+)/.exec(body)?.[1]));
    expect(remaining.toSorted((a, b) => b - a)).toEqual(remaining);
    expect(remaining.at(-1)).toBe(0);
  });

  it('leaves an experiment with its plate, its fluorescence and an archive', async () => {
    client.say('3 RP short "my run"');
    await clock.advance(10 * 60_000);
    client.take();
    const list = client.ask(`4 EXP:LIST? 'my run/apldbio/sds/filter/*_filterdata.xml'`);
    expect(list.split('\n').slice(1, -1)).toEqual(
      ['C001', 'C002'].flatMap((cycle) =>
        ['M1_X1', 'M4_X1'].map(
          (set) => `my run/apldbio/sds/filter/S02_${cycle}_T01_P0001_${set}_filterdata.xml`,
        ),
      ),
    );
    const listed = client.ask('5 FILE:LIST? -verbose public_run_complete:*eds').split('\n')[1];
    expect(listed).toMatch(
      /^"public_run_complete:my run\.eds" -type=file -size=\d+ -mtime=\d+\.\d\d -atime=\d+\.\d\d -ctime=\d+\.\d\d -state=Completed -collected=False$/,
    );
    const reply = client.ask('6 FILE:READ? -encoding=base64 "public_run_complete:my run.eds"');
    const base64 = /^OK 6 <quote>\n([\s\S]*)<\/quote>$/.exec(reply)?.[1] ?? '';
    expect(Object.keys(unzipSync(Buffer.from(base64, 'base64')))).toContain(
      'apldbio/sds/plate_setup.xml',
    );
  });

  it('cannot start while another is on, with the drawer open, or without a protocol', async () => {
    expect(client.ask('3 RP Nobody run')).toBe(
      `ERRor 3 [NoMatch] -protocol="Nobody" --> Protocol 'Nobody' is not defined`,
    );
    client.say('4 OPEN');
    await clock.advance(5000);
    client.take();
    expect(client.ask('5 RP short run')).toMatch(/^ERRor 5 \[InvocationError\] --> The drawer/);
    client.say('6 CLOSE');
    await clock.advance(5000);
    client.take();
    expect(client.ask('7 RP short one')).toBe('NEXT 7');
    expect(client.ask('8 RP short two')).toMatch(/^ERRor 8 .*'one' is already active$/);
    expect(client.ask('9 RP -samplevolume=500 short x')).toMatch(/InvocationError/);
    expect(client.ask('10 RP -runmode=slow short x')).toMatch(/InvocationError/);
    expect(client.ask('11 RP short a/b')).toMatch(/InvocationError/);
  });

  it('has the block to itself', () => {
    client.say('3 RP short run');
    expect(client.ask('4 BLOCK ON 60')).toMatch(/^ERRor 4 \[InvocationError\]/);
  });

  it('goes on with the drawer moving, which the machine does not prevent', async () => {
    client.say('3 RP short run');
    await clock.advance(30_000);
    expect(client.ask('4 OPEN')).toBe('NEXT 4');
    await clock.advance(5000);
    expect(client.take()).toEqual(['OK 4']);
    expect(client.ask('5 RET $(DRAW?) $(ISTAT?)')).toBe('OK 5 Open Running');
  });
});

describe('Pausing', () => {
  it('holds the run where it is, however long it lasts', async () => {
    client.say('2 RP Demo run');
    await clock.advance(45_000);
    expect(client.ask('3 PAUSe')).toBe('NEXT 3');
    expect(client.ask('4 ISTAT?')).toBe('OK 4 Paused');
    const before = runBodies();
    await clock.advance(500);
    expect(client.take()).toEqual(['OK 3']);
    await clock.advance(3_600_000);
    expect(runBodies()).toEqual(before);
    expect(client.ask('4 ISTAT?')).toBe('OK 4 Paused');
    expect(client.ask('5 PAUSe')).toMatch(/^ERRor 5 .*already paused$/);
    expect(client.ask('6 RESume')).toBe('NEXT 6');
    await clock.advance(500);
    expect(client.take()).toEqual(['OK 6']);
    await clock.advance(120_000);
    expect(runBodies().slice(-2)).toEqual(['Completed "run"', 'Ended "run"']);
    expect(client.take()).toEqual(['OK 2']);
  });

  it.each(['PAUSe', 'RESume', 'StopRun run', 'AbortRun run'])(
    '%s is refused when no run is on',
    (command) => {
      expect(client.ask(`2 ${command}`)).toBe('ERRor 2 [InvocationError] --> No run is active');
    },
  );

  it('cannot be ended where there is no pause', () => {
    client.say('2 RP Demo run');
    expect(client.ask('3 RES')).toMatch(/^ERRor 3 .*not paused$/);
  });
});

describe('Stopping', () => {
  it('lets the current cycle finish', async () => {
    client.say('2 RP Demo "a run"');
    await clock.advance(45_000);
    expect(client.ask('3 StopRun ${RunTitle}')).toBe('OK 3');
    expect(client.ask('4 ISTAT?')).toBe('OK 4 Running');
    await clock.advance(30_000);
    expect(runBodies().slice(-5)).toEqual([
      'Collected -run="a run" -stage=2 -cycle=1 -step=2 -point=1',
      'Stage POSTRun',
      'Cycle 1',
      'Stopped "a run"',
      'Ended "a run"',
    ]);
    expect(client.take()).toEqual(['OK 2']);
    expect(simulator.instrument.experiments.facts('a run')?.state).toBe('Stopped');
  });

  it('needs the title of the run that is on', () => {
    client.say('2 RP Demo run');
    expect(client.ask('3 StopRun walk')).toMatch(/^ERRor 3 \[NoMatch\] -run="walk"/);
    expect(client.ask('4 AbortRun walk')).toMatch(/^ERRor 4 \[NoMatch\] -run="walk"/);
  });
});

describe('Aborting', () => {
  it('ends the run at once and lets the block go', async () => {
    client.say('2 RP Demo run');
    await clock.advance(45_000);
    expect(client.say('3 AbortRun run')).toEqual(['OK 2', 'OK 3']);
    expect(runBodies().slice(-2)).toEqual(['Aborted "run"', 'Ended "run"']);
    expect(client.ask('4 RET $(ISTAT?) $(BLOCK?) $(COV?) ${RunTitle:--}')).toBe(
      'OK 4 Idle "OFF 40.0" "OFF 40.0" -',
    );
    expect(client.ask('5 RP Demo again')).toBe('NEXT 5');
  });

  it('works in a pause', () => {
    client.say('2 RP Demo run\n3 PAUSe');
    client.say('4 AbortRun run');
    expect(runBodies().at(-1)).toBe('Ended "run"');
  });
});

describe('A run that fails', () => {
  it('says so, ends, and leaves the instrument in error until the next run', async () => {
    client.say('2 RP Demo run');
    await clock.advance(45_000);
    simulator.failRun('Heater failure');
    expect(runBodies().slice(-2)).toEqual(['Error "Heater failure"', 'Ended "run"']);
    expect(client.take()).toEqual(['OK 2']);
    expect(client.ask('3 RET $(ISTAT?) $(RUNTitle?)')).toBe('OK 3 Error -');
    client.say('4 RP Demo again');
    expect(client.ask('5 ISTAT?')).toBe('OK 5 Running');
  });
});

describe('The log of a run', () => {
  it('is kept with the experiment, and plays as the run did', async () => {
    client.say('2 RP Demo "a run"');
    await clock.advance(200_000);
    client.take();
    const reply = client.ask('3 EXP:READ? "a run/apldbio/sds/messages.log"');
    const text = reply.slice('OK 3 <quote>\n'.length, -'</quote>'.length);
    const played: string[] = [];
    for await (const { topic, body } of readRecording(text.trim().split('\n'))) {
      if (topic === 'Run') played.push(body);
    }
    expect(played).toEqual(runBodies());
    const ramp = String.raw`^Info [\d.]+ TBC:SETTing ramping "Zone6" from 27\.\d to 40\.0 \(rate=1\.600, `;
    expect(text).toMatch(new RegExp(ramp, 'm'));
  });
});

describe('The canned protocols', () => {
  it.each(['Standard-PCR', 'Demo', 'Melt-Curve'])('%s runs to its end', async (name) => {
    expect(client.ask(`2 PROT? ${name}`)).toMatch(/^OK 2 <quote\.reply>\nSTAGe 1/);
    simulator.startRun(name, 'run');
    await clock.advance(3 * 3_600_000);
    expect(runBodies().at(-2)).toBe('Completed "run"');
  });

  it('are as long as a demonstration may be', async () => {
    simulator.startRun('Demo', 'run');
    await clock.advance(180_000);
    const ended = published.find(({ body }) => body === 'Ended "run"');
    expect((ended?.at ?? 0) - Date.UTC(2026, 0, 1)).toBeGreaterThan(110_000);
  });
});
