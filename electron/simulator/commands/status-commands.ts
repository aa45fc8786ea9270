import type { CommandDefinition } from '../command-table.ts';
import type { Heater, StatusSource } from '../status-source.ts';
import { formatBoolean, formatOptions, quoteReply, quoteValue } from '../values.ts';
import { wordOf, wordsOf } from './arguments.ts';

const lampPercent = 90;

/** What an Observer may ask (instrument protocol, section 6), of a live machine or a recorded one. */
export function statusCommands(machine: StatusSource): readonly CommandDefinition[] {
  return [...positionQueries(machine), ...thermalQueries(machine), ...runQueries(machine)];
}

function query(name: string, help: string, read: () => string, alias?: string): CommandDefinition {
  return {
    name,
    ...(alias === undefined ? {} : { aliases: [alias] }),
    level: 'Observer',
    usage: name,
    help,
    run: (call) => {
      wordsOf(call, 0, 0);
      return read();
    },
  };
}

function positionQueries(machine: StatusSource): readonly CommandDefinition[] {
  return [
    query('*IDN?', 'Maker, product, serial number and version.', () =>
      quoteValue('Applied Biosystems,QuantStudio 5,272500001,1.3.0'),
    ),
    query('SYSTem:SETTings:NICKname?', 'The name given to this instrument.', () =>
      quoteValue(machine.nickname),
    ),
    query('POWer?', 'Whether lamp and heating are on.', () => (machine.powered ? 'ON' : 'OFF')),
    query('DRAWer?', 'Where the drawer is.', () => machine.drawer),
    query('ENGaged?', 'Where the cover is.', () => machine.cover),
    query('ISTATus?', 'What the instrument is doing.', () => machine.instrumentState),
    query('LSTatus?', 'Whether the lamp is on, and its brightness in percent.', () =>
      machine.powered ? `On ${lampPercent}` : 'Off 0',
    ),
    query('LED:LEDTemperature?', 'The temperature of the lamp in °C.', () =>
      machine.lampTemperature.toFixed(4),
    ),
  ];
}

function thermalQueries(machine: StatusSource): readonly CommandDefinition[] {
  return [
    query('COVer?', 'Whether the cover is heated, and its set point in °C.', () =>
      formatHeater(machine.coverHeater),
    ),
    query('BLOCK?', 'Whether the block is controlled, and its set point in °C.', () =>
      formatHeater(machine.blockHeater),
    ),
    query('TBC:SETTings?', 'The set points in °C.', () =>
      formatParts(machine.setPoints, (target) => target.toFixed(1)),
    ),
    query('TBC:CONTrolled?', 'Which parts are controlled.', () =>
      formatParts(machine.controlled, formatBoolean),
    ),
    query('TBC:SampleTemperatures?', 'The sample temperature of each zone in °C.', () =>
      tenths(machine.sampleTemperatures),
    ),
    query('TBC:BlockTemperatures?', 'The block temperature of each zone in °C.', () =>
      tenths(machine.blockTemperatures),
    ),
    query('TBC:CoverTemperatures?', 'The cover temperature in °C.', () =>
      tenths([machine.coverTemperature]),
    ),
    query('TBC:ControlZones?', 'How many zones the block has.', () =>
      String(machine.sampleTemperatures.length),
    ),
    query('TBC:PROPerties?', 'Facts about the block.', () => blockProperties),
  ];
}

const blockProperties = formatOptions({
  hardwareVersion: 1,
  maxSampleVolume: '100.0',
  minSampleVolume: '1.0',
  blockDescription: '96 wells perform',
  bootcodeVersion: 1,
  blockID: 18,
  lifeDegreesClimbed: 28000,
  firmwareID: 0,
  lifeCycleCount: 119000,
  runModes: 'Direct,Fast,Standard',
  blockSerial: 20400001,
  firmwareVersion: 25,
});

function runQueries(machine: StatusSource): readonly CommandDefinition[] {
  return [
    query('RUNTitle?', 'The title of the run, or - for none.', () =>
      quoteValue(machine.run?.title ?? '-'),
    ),
    query('RunProgress?', 'Where the run is.', () => formatProgress(machine), 'RUN?'),
    {
      name: 'PROTocol?',
      level: 'Observer',
      usage: 'PROTocol? name',
      help: 'The text of a protocol.',
      run: (call) => quoteReply([machine.protocolText(wordOf(call))]),
    },
  ];
}

function formatProgress({ run }: StatusSource): string {
  return formatOptions({
    RunMode: run?.mode ?? '-',
    Step: run?.step ?? '-',
    RunTitle: run?.title ?? '-',
    Cycle: run?.cycle ?? '-',
    Stage: run?.stage ?? '-',
  });
}

function formatHeater({ on, target }: Heater): string {
  return `${on ? 'ON' : 'OFF'} ${target.toFixed(1)}`;
}

function formatParts<T>(parts: Readonly<Record<string, T>>, format: (value: T) => string): string {
  return formatOptions(
    Object.fromEntries(Object.entries(parts).map(([part, value]) => [part, format(value)])),
  );
}

function tenths(values: readonly number[]): string {
  return values.map((value) => value.toFixed(1)).join(' ');
}
