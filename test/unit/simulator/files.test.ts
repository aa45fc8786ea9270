import { unzipSync, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Simulator } from '../../../electron/simulator/simulator.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { SimulatorClient } from '../../support/simulator-client.ts';

let clock: FakeClock;
let simulator: Simulator;
let client: SimulatorClient;

beforeEach(async () => {
  clock = new FakeClock();
  simulator = new Simulator({ clock });
  client = new SimulatorClient(simulator);
  client.say('1 ACC Controller');
  simulator.startRun('Demo', 'first');
  await clock.advance(60_000);
});

afterEach(() => simulator.dispose());

const lines = (reply: string): readonly string[] => reply.split('\n').slice(1, -1);

function decode(reply: string): Buffer {
  const body = /^OK \d+ <quote>\n([\s\S]*)<\/quote>$/.exec(reply)?.[1];
  if (body === undefined) throw new Error(`Not a quoted body: ${reply.slice(0, 100)}`);
  for (const line of body.split('\n')) expect(line.length).toBeLessThanOrEqual(76);
  return Buffer.from(body, 'base64');
}

const body = (bytes: Uint8Array): string =>
  `<quote.base64>\n${Buffer.from(bytes).toString('base64')}\n</quote.base64>`;

describe('Listing', () => {
  it('answers one path a line, within the level of the pattern', () => {
    expect(client.ask('2 EXP:LIST?')).toBe('OK 2 <quote.reply>\nfirst/\n</quote.reply>');
    expect(lines(client.ask('3 EXP:LIST? first/apldbio/sds/*'))).toEqual([
      'first/apldbio/sds/experiment.xml',
      'first/apldbio/sds/filter/',
      'first/apldbio/sds/plate_setup.xml',
      'first/apldbio/sds/protocol.scpi',
      'first/apldbio/sds/quant/',
    ]);
    expect(lines(client.ask('4 EXP:LIST? first/apldbio/sds/filter/'))).toHaveLength(1);
  });

  it('names the context in FILE:LIST?, however the client wrote it', () => {
    expect(lines(client.ask('2 FILE:LIST? EXPERIMENTS:/first/apldbio/sds/plate_*.xml'))).toEqual([
      'experiments:first/apldbio/sds/plate_setup.xml',
    ]);
  });

  it('tells kind, size and times when verbose', () => {
    expect(lines(client.ask('2 EXP:LIST? -verbose first'))[0]).toMatch(
      /^"first\/" -type=folder -size=\d+ -mtime=\d+\.\d\d -atime=\d+\.\d\d -ctime=\d+\.\d\d -state=Running -collected=False$/,
    );
    expect(
      lines(client.ask('3 FIL:LIST? -verbose experiments:first/apldbio/sds/*.xml'))[1],
    ).toMatch(
      /^"experiments:first\/apldbio\/sds\/plate_setup\.xml" -type=file -size=\d+ -mtime=[\d.]+ -atime=[\d.]+ -ctime=[\d.]+$/,
    );
  });

  it.each(['EXP:LIST? nothing*', 'FILE:LIST? public_run_complete:*eds', 'FILE:LIST? nowhere:*'])(
    '%s finds no match',
    (command) => {
      expect(client.ask(`2 ${command}`)).toMatch(/^ERRor 2 \[NoMatch\] /);
    },
  );

  it('of everything there is answers an empty list where there is nothing', () => {
    const fresh = new Simulator({ clock });
    const visitor = new SimulatorClient(fresh);
    visitor.take();
    expect(visitor.ask('1 EXP:LIST?')).toBe('OK 1 <quote.reply>\n</quote.reply>');
    expect(visitor.ask('2 FILE:LIST? public_run_complete:')).toMatch(/^OK 2 /);
    fresh.dispose();
  });

  it('takes brackets and dots literally', () => {
    expect(client.ask('2 EXP:LIST? f[i].st')).toMatch(/^ERRor 2 \[NoMatch\]/);
  });
});

describe('Reading', () => {
  it('answers the bytes of a file in base64 lines', () => {
    const text = decode(
      client.ask('2 EXP:READ? -encoding=base64 first/apldbio/sds/plate_setup.xml'),
    ).toString('utf8');
    expect(text).toMatch(/^<\?xml [\s\S]*<Rows>8<\/Rows>[\s\S]*<\/Plate>\n$/);
    expect(text.match(/<FeatureValue>/g)).toHaveLength(96);
  });

  it('names the file on the disk that does not exist', () => {
    expect(client.ask('2 FILE:READ? -encoding=base64 public_run_complete:gone.eds')).toBe(
      `ERRor 2 [IOError] -message="No such file or directory" -filename="/data/vendor/IS/public_run_complete/gone.eds" --> No such file or directory: '/data/vendor/IS/public_run_complete/gone.eds'`,
    );
  });

  it('does not leave its context', () => {
    expect(client.ask('2 FILE:READ? experiments:../secret')).toMatch(
      /^ERRor 2 \[InvocationError\]/,
    );
  });

  it('answers a folder as a zip', () => {
    const files = unzipSync(decode(client.ask('2 EXP:ZIPREAD? "first"')));
    expect(Object.keys(files)).toContain('apldbio/sds/plate_setup.xml');
    expect(client.ask('3 EXP:ZIPREAD? "second"')).toMatch(/^ERRor 3 \[IOError\]/);
  });
});

describe('Fluorescence files', () => {
  it('hold the 96 wells in row order, with what they were taken with', () => {
    const xml = decode(
      client.ask(
        '2 EXP:READ? -encoding=base64 first/apldbio/sds/filter/S02_C001_T02_P0001_M1_X1_filterdata.xml',
      ),
    ).toString('utf8');
    expect(xml).toContain(
      '<Stage>2</Stage><Cycle>1</Cycle><Step>2</Step><Point>1</Point><PlateData><Rows>8</Rows><Cols>12</Cols><WellData>',
    );
    const wells = /<WellData>([^<]*)<\/WellData>/.exec(xml)?.[1]?.split(' ').map(Number) ?? [];
    expect(wells).toHaveLength(96);
    expect(wells.every((value) => value > 0)).toBe(true);
    expect(xml).toContain('<Attribute><key>FILTER_SET</key><value>x1-m1</value></Attribute>');
  });
});

describe('Quant files', () => {
  it('tell when the picture of a filter data file was taken', () => {
    const text = decode(
      client.ask(
        '2 EXP:READ? -encoding=base64 first/apldbio/sds/quant/S02_C001_T02_P0001_M1_X1_E1.quant',
      ),
    ).toString('utf8');
    const [, names = '', values = ''] = /\[conditions\]\n(.*)\n(.*)\n/.exec(text) ?? [];
    const conditions = new Map(
      names.split('\t').map((name, index) => [name, values.split('\t')[index]]),
    );
    expect(conditions.get('Run')).toBe('first');
    expect(conditions.get('Time')).toMatch(/^17672256\d\d\.\d{3}$/);
    expect(text.match(/^[IO][A-H]\d+\t\d+\t\d+\t0$/gm)).toHaveLength(192);
  });
});

describe('An experiment of the client', () => {
  it('is filled with its own files, which the run leaves alone', async () => {
    client.say('2 AbortRun first');
    expect(client.ask('3 EXP:NEW mine ruo')).toBe('OK 3');
    expect(client.ask('4 EXP:NEW mine ruo')).toMatch(
      /^ERRor 4 \[InvocationError\] .*already exists/,
    );
    const zip = zipSync({ 'apldbio/sds/plate_setup.xml': Buffer.from('<Plate></Plate>') });
    expect(client.ask(`5 EXP:ZIPWRITE mine/ ${body(zip)}`)).toBe('OK 5');
    expect(client.ask(`6 FILE:WRITE mine/note.txt ${body(Buffer.from('hello'))}`)).toBe('OK 6');
    client.say('7 RP Demo mine');
    await clock.advance(60_000);
    const plate = client.say('8 EXP:READ? mine/apldbio/sds/plate_setup.xml').at(-1);
    expect(plate).toBe('OK 8 <quote>\n<Plate></Plate></quote>');
    expect(client.ask('9 FILE:READ? mine/note.txt')).toBe('OK 9 <quote>\nhello</quote>');
    expect(client.ask('10 EXP:DELETE mine')).toMatch(/^ERRor 10 .*is running$/);
    client.say('11 AbortRun mine');
    expect(client.ask('12 EXP:DELETE mine')).toBe('OK 12');
    expect(client.ask('13 EXP:DELETE mine')).toMatch(/^ERRor 13 \[IOError\]/);
    expect(client.ask('14 FILE:REMOVE public_run_complete:mine.eds')).toBe('OK 14');
    expect(client.ask('15 FILE:REMOVE public_run_complete:mine.eds')).toMatch(/\[IOError\]/);
  });

  it('is not made of what is no zip file', () => {
    expect(client.ask(`2 EXP:ZIPWRITE mine/ ${body(Buffer.from('no'))}`)).toMatch(
      /^ERRor 2 \[InvocationError\]/,
    );
  });

  it('can be read plainly only where its tags are closed', () => {
    client.say(`2 FILE:WRITE first/odd.txt ${body(Buffer.from('an <open> tag'))}`);
    expect(client.ask('3 FILE:READ? first/odd.txt')).toMatch(/^ERRor 3 .*-encoding=base64$/);
    expect(decode(client.ask('4 FILE:READ? -encoding=base64 first/odd.txt')).toString()).toBe(
      'an <open> tag',
    );
  });
});

describe('Archiving', () => {
  it('zips an experiment, moves it to the completed runs and marks it as collected', async () => {
    client.say('2 AbortRun first');
    const block = '<block> zip "first.eds" "first" </block>';
    expect(client.ask(`3 EXP:RUN -asynchronous ${block}`)).toBe('NEXT 3');
    await clock.advance(2000);
    expect(client.take()).toEqual(['OK 3']);
    const move = 'FILE:MOVE "experiments:first.eds" "public_run_complete:mine.eds"';
    expect(client.ask(`4 ${move}`)).toBe('OK 4');
    expect(client.ask(`5 ${move}`)).toMatch(/^ERRor 5 \[IOError\]/);
    expect(client.ask('6 EXP:ATTR= "first" collected True')).toBe('OK 6');
    expect(client.ask('7 FILE:LIST? -verbose public_run_complete:first.eds')).toMatch(
      /-state=Aborted -collected=True\n/,
    );
    const files = unzipSync(
      decode(client.ask('8 FILE:READ? -encoding=base64 public_run_complete:mine.eds')),
    );
    expect(Object.keys(files)).toContain('apldbio/sds/experiment.xml');
  });

  it.each([
    ['EXP:RUN <block> rm "first" </block>', 'InvocationError'],
    ['EXP:RUN <block> zip "x.eds" "second" </block>', 'IOError'],
    ['EXP:ATTR= second collected True', 'NoMatch'],
    ['EXP:ATTR= first colour red', 'InvocationError'],
  ])('refuses %s with %s', (command, kind) => {
    expect(client.ask(`2 ${command}`)).toMatch(new RegExp(`^ERRor 2 \\[${kind}\\]`));
  });
});
