import { describe, expect, it } from 'vitest';
import { StatusQuery } from '../../../electron/machine/status-query.ts';
import { MachineError } from '../../../electron/scpi/errors.ts';
import { parseMessage } from '../../../electron/scpi/parser.ts';
import { quoteValue } from '../../../electron/simulator/values.ts';
import type { Instant } from '../../../shared/units.ts';

/** What a machine answers to each part, as it would arrive by itself. */
const resting: Readonly<Record<string, string>> = {
  '$(POW?)': 'ON',
  '$(DRAWer?)': 'Closed',
  '$(COVer?)': 'OFF 105.0',
  '$(BLOCK?)': 'ON 60.0',
  '$(TBC:SETT?)':
    '-Zone1=25.0 -Zone2=25.1 -Zone3=25.2 -Zone4=25.3 -Zone5=25.4 -Zone6=25.5 -Fan1=44.0 -Cover=105.0',
  '$(TBC:CONT?)':
    '-Zone1=True -Zone2=True -Zone3=True -Zone4=False -Zone5=True -Zone6=True -Fan1=True -Cover=False',
  '$(TBC:SampleTemperatures?)': '25.1 25.2 25.3 25.4 25.5 25.6',
  '$(TBC:BlockTemperatures?)': '26.1 26.2 26.3 26.4 26.5 26.6',
  '$(TBC:CoverTemperatures?)': '30.4',
  '$(LED:LEDTemperature?)': '38.4315',
  '$(ISTAT?)': 'Idle',
  '${RunTitle:--}': '-',
  '${Stage:--1}': '-1',
  '${Cycle:--1}': '-1',
  '${Step:--1}': '-1',
  '${Point:--1}': '-1',
  '${RunStartTime:--}': '-',
  '$(ENG?)': 'Down',
};
const running: Readonly<Record<string, string>> = {
  ...resting,
  '$(ISTAT?)': 'Running',
  '${RunTitle:--}': 'Plate 7',
  '${Stage:--1}': '2',
  '${Cycle:--1}': '17',
  '${Step:--1}': '1',
  '${Point:--1}': '1',
  '${RunStartTime:--}': '1763430539.494',
};

interface FakeMachine {
  readonly asked: string[];
  readonly query: (text: string) => Promise<{ body: ReturnType<typeof bodyOf>; at: Instant }>;
}

function bodyOf(text: string) {
  const message = parseMessage(Buffer.from(`OK 1 ${text}\n`, 'utf8'));
  if (message.kind !== 'ok') throw new Error('not a reply');
  return message.body;
}

/** Answers `RET …` by substituting each part; `refused` parts make it an error, as on the machine. */
function machineWith(
  parts: Readonly<Record<string, string>>,
  options: {
    readonly refused?: readonly string[];
    readonly blankVanishes?: boolean;
    /** The level in an `InsufficientAccess`; another kind of error unless given. */
    readonly barredAt?: string;
    readonly reply?: (text: string) => string | null;
  } = {},
): FakeMachine {
  const asked: string[] = [];
  let now = 1_000;
  return {
    asked,
    async query(text) {
      asked.push(text);
      const at = now++ as Instant;
      const special = options.reply?.(text) ?? null;
      if (special !== null) return { body: bodyOf(special), at };
      const refused = options.refused?.find((part) => text.includes(part));
      if (refused !== undefined) {
        const kind =
          options.barredAt === undefined
            ? '[NoMatch]'
            : `[InsufficientAccess] -requiredAccess="Observer" -currentAccess="${options.barredAt}"`;
        const reply = parseMessage(Buffer.from(`ERRor 1 ${kind} --> no ${refused}\n`));
        if (reply.kind === 'error') throw new MachineError(text, 1, reply.details);
      }
      const names = text.slice('RET '.length).match(/\$\([^)]*\)|\$\{[^}]*\}/g) ?? [];
      const values = names.map((name) => parts[name] ?? '');
      const written = values
        .filter((value) => !(options.blankVanishes === true && value === ''))
        .map(quoteValue);
      return { body: bodyOf(written.join(' ')), at };
    },
  };
}

const lost = () => Promise.reject(new Error('lost'));

describe('the status query', () => {
  it('reads a whole machine in one round trip', async () => {
    const machine = machineWith(running);
    const { readings, run, problems, at } = await new StatusQuery().read(machine.query);
    expect(machine.asked).toHaveLength(1);
    expect(problems).toEqual([]);
    expect(at).toBe(1_000);
    expect(readings).toEqual({
      power: { value: 'On', at },
      drawer: { value: 'Closed', at },
      cover: { value: 'Down', at },
      coverHeater: { value: { on: false, target: 105 }, at },
      block: { value: { on: true, target: 60 }, at },
      instrument: { value: { kind: 'running' }, at },
      temperatures: {
        value: {
          sample: [25.1, 25.2, 25.3, 25.4, 25.5, 25.6],
          block: [26.1, 26.2, 26.3, 26.4, 26.5, 26.6],
          cover: 30.4,
          heatsink: null,
        },
        at,
      },
      setPoints: { value: { zones: [25, 25.1, 25.2, 25.3, 25.4, 25.5], cover: 105 }, at },
      controlled: { value: { zones: [true, true, true, false, true, true], cover: false }, at },
      lampTemperature: { value: 38.4315, at },
    });
    expect(run).toEqual({
      title: 'Plate 7',
      stage: { kind: 'stage', number: 2 },
      cycle: 17,
      step: 1,
      point: 1,
      instrument: { kind: 'running' },
      startedAt: 1_763_430_539_494,
    });
  });

  it('reads a machine at rest as one without a run', async () => {
    const { run } = await new StatusQuery().read(machineWith(resting).query);
    expect(run).toEqual({
      title: null,
      stage: { kind: 'starting' },
      cycle: null,
      step: null,
      point: null,
      instrument: { kind: 'idle' },
      startedAt: null,
    });
  });

  it.each([
    ['as an empty quote', false],
    ['as one value fewer', true],
  ])('takes a cover that answers nothing, %s, for a real answer', async (_, blankVanishes) => {
    const machine = machineWith({ ...running, '$(ENG?)': '' }, { blankVanishes });
    const { readings, run, problems } = await new StatusQuery().read(machine.query);
    expect(readings.cover?.value).toBe('blank');
    expect(run).toMatchObject({ title: 'Plate 7', cycle: 17 });
    expect(problems).toEqual([]);
    expect(machine.asked).toHaveLength(1);
  });

  it.each([
    'one',
    'with spaces',
    'with "double" quotes',
    'with both \'single\' and "double"',
    'two\nlines',
    '-dash',
    '--two-dashes',
    '-x=1',
    '#hash',
    'Ünïcode 試料',
    'a,b,c',
    'tag <b> & more',
    ' padded ',
    '0',
    'Idle',
  ])('reads the title %j whole, and everything around it', async (title) => {
    const machine = machineWith({ ...running, '${RunTitle:--}': title });
    const { run, readings } = await new StatusQuery().read(machine.query);
    expect(run).toMatchObject({ title, stage: { number: 2 }, cycle: 17, step: 1, point: 1 });
    expect(readings.cover?.value).toBe('Down');
    expect(readings.drawer?.value).toBe('Closed');
  });

  it('does not mistake a title like an option for a cover that answers nothing', async () => {
    const machine = machineWith({ ...running, '${RunTitle:--}': '-dash', '$(ENG?)': '' });
    const { run, readings } = await new StatusQuery().read(machine.query);
    expect(run).toMatchObject({ title: '-dash', cycle: 17 });
    expect(readings.cover?.value).toBe('blank');
  });

  it('reads a machine with a single zone', async () => {
    const machine = machineWith({
      ...running,
      '$(TBC:SETT?)': '-Zone1=25.0 -Cover=105.0',
      '$(TBC:CONT?)': '-Zone1=True -Cover=True',
      '$(TBC:SampleTemperatures?)': '25.1',
      '$(TBC:BlockTemperatures?)': '26.1',
    });
    const { readings, problems } = await new StatusQuery().read(machine.query);
    expect(problems).toEqual([]);
    expect(readings.temperatures?.value).toMatchObject({ sample: [25.1], block: [26.1] });
    expect(readings.setPoints?.value).toEqual({ zones: [25], cover: 105 });
    expect(readings.controlled?.value).toEqual({ zones: [true], cover: true });
  });

  it('asks part by part once a machine refuses one, and never asks that one again', async () => {
    const refused = '$(LED:LEDTemperature?)';
    const machine = machineWith(running, { refused: [refused] });
    const status = new StatusQuery();
    const first = await status.read(machine.query);
    expect(first.readings.lampTemperature).toBeUndefined();
    expect(first.problems).toHaveLength(1);
    expect(first.problems[0]).toContain('LED:LEDTemperature?');
    expect(first.readings.drawer?.value).toBe('Closed');
    expect(first.run).toMatchObject({ title: 'Plate 7', cycle: 17 });
    const before = machine.asked.length;
    await status.read(machine.query);
    const again = machine.asked.slice(before);
    expect(again.filter((text) => text.includes(refused))).toEqual([]);
    expect(again).toHaveLength(Object.keys(resting).length - 1);
  });

  it('dates separate answers by the oldest of them', async () => {
    const machine = machineWith(running, { refused: ['$(LED:LEDTemperature?)'] });
    const { at, readings } = await new StatusQuery().read(machine.query);
    expect(at).toBe(1_001);
    expect(readings.cover?.at).toBe(1_001);
  });

  it('gives no part up because the right to ask was missing for a moment', async () => {
    let guest = true;
    const allowed = machineWith(running);
    const barred = machineWith(running, { refused: ['$('], barredAt: 'Guest' });
    const status = new StatusQuery();
    const query = (text: string) => (guest ? barred : allowed).query(text);
    await expect(status.read(query)).rejects.toThrow(MachineError);
    guest = false;
    const { problems, run } = await status.read(query);
    expect(problems).toEqual([]);
    expect(run).toMatchObject({ title: 'Plate 7' });
    expect(allowed.asked).toHaveLength(1);
  });

  it('gives up a part that is closed even to an Observer', async () => {
    const machine = machineWith(running, {
      refused: ['$(LED:LEDTemperature?)'],
      barredAt: 'Observer',
    });
    const { run, problems } = await new StatusQuery().read(machine.query);
    expect(run).toMatchObject({ title: 'Plate 7' });
    expect(problems).toHaveLength(1);
  });

  it.each(['$(DRAWer?)', '${RunTitle:--}', '${Stage:--1}'])(
    'does not take %s, missing without a trace, for a cover that answers nothing',
    async (name) => {
      const machine = machineWith({ ...running, [name]: '' }, { blankVanishes: true });
      const { run, readings } = await new StatusQuery().read(machine.query);
      expect(readings.cover?.value).toBe('Down');
      expect(run).toMatchObject({ cycle: 17, step: 1, point: 1 });
    },
  );

  it.each(['', 'what?', 'a b c', '<quote>x</quote>', 'x '.repeat(40)])(
    'reads part by part what answers %j as a whole',
    async (garbage) => {
      const machine = machineWith(running, {
        reply: (text) => (text.includes('POW?') && text.includes('ENG?') ? garbage : null),
      });
      const { run, readings, problems } = await new StatusQuery().read(machine.query);
      expect(problems).toEqual([]);
      expect(run).toMatchObject({ title: 'Plate 7', cycle: 17 });
      expect(readings.power?.value).toBe('On');
    },
  );

  it('leaves out what makes no sense, names it, and invents nothing', async () => {
    const machine = machineWith({
      ...running,
      '$(POW?)': 'MAYBE',
      '$(DRAWer?)': 'Ajar',
      '$(ENG?)': 'Sideways',
      '$(COVer?)': 'ON hot',
      '$(TBC:SETT?)': '-Zone1=warm',
      '$(TBC:SampleTemperatures?)': '25.1 nan',
    });
    const { readings, problems, run } = await new StatusQuery().read(machine.query);
    expect(Object.keys(readings).toSorted()).toEqual([
      'block',
      'controlled',
      'instrument',
      'lampTemperature',
    ]);
    expect(readings.controlled?.value.zones).toHaveLength(6);
    expect(problems).toHaveLength(6);
    expect(run).toMatchObject({ title: 'Plate 7' });
  });

  it('keeps a state word it does not know as it came', async () => {
    const machine = machineWith({ ...resting, '$(ISTAT?)': 'Calibrating' });
    const { run } = await new StatusQuery().read(machine.query);
    expect(run?.instrument).toEqual({ kind: 'other', word: 'Calibrating' });
  });

  it('says nothing of the run when the machine’s state is not known', async () => {
    const machine = machineWith(running, { refused: ['$(ISTAT?)'] });
    const { run } = await new StatusQuery().read(machine.query);
    expect(run).toBeNull();
  });

  it('rejects when the connection is lost, and when nothing at all can be read', async () => {
    await expect(new StatusQuery().read(lost)).rejects.toThrow('lost');
    const mute = machineWith(running, { refused: ['$'] });
    await expect(new StatusQuery().read(mute.query)).rejects.toThrow(/at least one/);
  });
});
