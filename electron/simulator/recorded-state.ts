import { CommandFailure } from './command-failure.ts';
import { zoneCount } from './physics.ts';
import { type Protocol, parseProtocol } from './protocol-text.ts';
import { type RecordedMessage, unquoted } from './recorded-log.ts';
import { spellings } from './command-table.ts';
import type { RunFacts } from './status-source.ts';

/** What a recording has shown so far. Pure data: `recordMessage` makes the next from the last. */
export interface RecordedState {
  readonly powered: boolean;
  readonly drawer: string;
  readonly cover: string;
  readonly instrumentState: string;
  readonly lampTemperature: number;
  readonly setPoints: Readonly<Record<string, number>>;
  readonly controlled: Readonly<Record<string, boolean>>;
  readonly sampleTemperatures: readonly number[];
  readonly blockTemperatures: readonly number[];
  readonly coverTemperature: number;
  readonly run: RunFacts | null;
  /** The last protocol text, whichever run it is for. */
  readonly protocol: Protocol | null;
  /** Queries that are waiting for their recorded replies, by ident or text. */
  readonly asked: ReadonlyMap<string, RecordedQuery>;
}

type RecordedQuery =
  | 'drawer'
  | 'cover'
  | 'power'
  | 'state'
  | 'progress'
  | 'title'
  | 'setPoints'
  | 'controlled';

const queries: ReadonlyMap<string, RecordedQuery> = new Map(
  (
    [
      ['DRAWer?', 'drawer'],
      ['ENGaged?', 'cover'],
      ['POWer?', 'power'],
      ['ISTATus?', 'state'],
      ['RunProgress?', 'progress'],
      ['RUN?', 'progress'],
      ['RUNTitle?', 'title'],
      ['TBC:SETTings?', 'setPoints'],
      ['TBC:CONTrolled?', 'controlled'],
    ] as const
  ).flatMap(([name, query]) => spellings(name).map((spelling) => [spelling, query] as const)),
);

/** Replies that never come must not pile up. */
const mostAsked = 256;
const recordedProtocolName = 'Recorded-protocol';
const noTemperatures = Array.from({ length: zoneCount }, () => 25);

export const emptyRecordedState: RecordedState = {
  powered: false,
  drawer: 'Unknown',
  cover: 'Unknown',
  instrumentState: 'Idle',
  lampTemperature: 25,
  setPoints: {},
  controlled: {},
  sampleTemperatures: noTemperatures,
  blockTemperatures: noTemperatures,
  coverTemperature: 25,
  run: null,
  protocol: null,
  asked: new Map(),
};

/** The state after one more message. */
export function recordMessage(state: RecordedState, message: RecordedMessage): RecordedState {
  const body = unquoted(message.body);
  switch (message.topic) {
    case 'Temperature':
      return recordTemperature(state, body);
    case 'LEDStatus':
      return recordLamp(state, body);
    case 'Run':
      return recordRun(state, body, message.at);
    case 'Debug':
      return recordDebug(state, body);
    case 'Info':
      return recordProtocol(state, body);
    default:
      return state;
  }
}

function recordTemperature(state: RecordedState, body: string): RecordedState {
  const options = readOptions(body);
  const sample = readNumbers(options.get('sample'));
  const block = readNumbers(options.get('block'));
  const cover = Number(options.get('cover') ?? Number.NaN);
  return {
    ...state,
    sampleTemperatures: sample.length > 0 ? sample : state.sampleTemperatures,
    blockTemperatures: block.length > 0 ? block : state.blockTemperatures,
    coverTemperature: Number.isFinite(cover) ? cover : state.coverTemperature,
  };
}

function recordLamp(state: RecordedState, body: string): RecordedState {
  const temperature = Number(/Temperature:([\d.]+)/.exec(body)?.[1] ?? Number.NaN);
  const current = Number(/Current:([\d.]+)/.exec(body)?.[1] ?? Number.NaN);
  return {
    ...state,
    lampTemperature: Number.isFinite(temperature) ? temperature : state.lampTemperature,
    // A lamp that draws current is on; nothing in the log says so more plainly.
    powered: Number.isFinite(current) ? current > 1 : state.powered,
  };
}

function recordRun(state: RecordedState, body: string, at: number): RecordedState {
  const [verb = '', ...rest] = body.split(' ');
  const value = rest.join(' ');
  switch (verb) {
    case 'Starting':
      return {
        ...state,
        instrumentState: 'Running',
        run: { ...newRun(unquote(value), state.protocol), startedAt: at },
      };
    case 'Ended':
      return { ...state, instrumentState: 'Idle', run: null };
    case 'Stage':
      return withRun(state, { stage: value, cycle: null, step: null, point: null });
    case 'Cycle':
      return withRun(state, { cycle: value, step: null, point: null });
    case 'Step':
      return withRun(state, { step: value, point: '1' });
    case 'Acquiring':
      return withRun(state, { point: readOptions(value).get('point') ?? null });
    case 'Setting': {
      const volume = /^sample volume to ([\d.]+)/.exec(value)?.[1];
      return volume === undefined ? state : withRun(state, { sampleVolume: Number(volume) });
    }
    default:
      return state;
  }
}

function recordDebug(state: RecordedState, body: string): RecordedState {
  const command = /^C: (?:(\d+) )?(\S+)(.*)$/s.exec(body);
  if (command) {
    const query = queries.get((command[2] ?? '').toLowerCase());
    if (!query) return state;
    return ask(state, command[1] ?? `${command[2] ?? ''}${command[3] ?? ''}`, query);
  }
  if (body.startsWith('S: OK ')) return recordReply(state, body.slice('S: OK '.length));
  return { ...state, ...motions[body.trim()] };
}

const motions: Readonly<Record<string, Partial<RecordedState>>> = {
  'Cover Raising': { cover: 'Unknown' },
  'Cover Raised': { cover: 'Up' },
  'Cover Lowering': { cover: 'Unknown' },
  'Cover Lowered': { cover: 'Down' },
  'Drawer Opening': { drawer: 'Unknown' },
  'Drawer Opened': { drawer: 'Open' },
  'Drawer Closing': { drawer: 'Unknown' },
  'Drawer Closed': { drawer: 'Closed' },
};

function ask(state: RecordedState, tag: string, query: RecordedQuery): RecordedState {
  const kept = [...state.asked].slice(-(mostAsked - 1));
  return { ...state, asked: new Map([...kept, [tag, query]]) };
}

function recordReply(state: RecordedState, reply: string): RecordedState {
  for (const [tag, query] of state.asked) {
    if (reply !== tag && !reply.startsWith(`${tag} `)) continue;
    const asked = new Map(state.asked);
    asked.delete(tag);
    return recordAnswer({ ...state, asked }, query, reply.slice(tag.length).trim());
  }
  return state;
}

function recordAnswer(state: RecordedState, query: RecordedQuery, value: string): RecordedState {
  switch (query) {
    case 'drawer':
      return { ...state, drawer: value };
    case 'cover':
      return { ...state, cover: value };
    case 'power':
      return { ...state, powered: value.toUpperCase() === 'ON' };
    case 'state':
      return { ...state, instrumentState: value };
    case 'setPoints':
      return { ...state, setPoints: mapOptions(value, Number) };
    case 'controlled':
      return { ...state, controlled: mapOptions(value, (text) => text.toLowerCase() === 'true') };
    case 'title':
      return recordTitle(state, unquote(value));
    case 'progress':
      return recordProgress(state, readOptions(value));
    default:
      return query satisfies never;
  }
}

function recordTitle(state: RecordedState, title: string): RecordedState {
  if (title === '-') return { ...state, run: null };
  return state.run?.title === title ? state : { ...state, run: newRun(title, state.protocol) };
}

function recordProgress(state: RecordedState, options: ReadonlyMap<string, string>): RecordedState {
  const known = (name: string): string | null => {
    const value = options.get(name);
    return value === undefined || value === '-' ? null : value;
  };
  const title = known('runtitle');
  if (title === null) return { ...state, run: null };
  return withRun(recordTitle(state, title), {
    mode: known('runmode'),
    stage: known('stage'),
    cycle: known('cycle'),
    step: known('step'),
  });
}

function recordProtocol(state: RecordedState, body: string): RecordedState {
  if (!/^\s*STAGe?\b/i.test(body)) return state;
  try {
    const protocol = parseProtocol(recordedProtocolName, body);
    return { ...withRun(state, { protocol }), protocol };
  } catch (failure) {
    // A protocol this reader does not understand leaves the rest of the recording useful.
    if (failure instanceof CommandFailure) return state;
    throw failure;
  }
}

function newRun(title: string, protocol: Protocol | null): RunFacts {
  return {
    title,
    mode: null,
    stage: null,
    cycle: null,
    step: null,
    point: null,
    protocol,
    sampleVolume: null,
    startedAt: null,
  };
}

function withRun(state: RecordedState, change: Partial<RunFacts>): RecordedState {
  return state.run ? { ...state, run: { ...state.run, ...change } } : state;
}

function readOptions(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/-(\w+)=("[^"]*"|'[^']*'|\S+)/g);
  return new Map(
    [...found].map(([, name, value]) => [(name ?? '').toLowerCase(), unquote(value ?? '')]),
  );
}

/** Options under the names they are written with. */
function mapOptions<T>(text: string, read: (value: string) => T): Readonly<Record<string, T>> {
  const found = text.matchAll(/-(\w+)=(\S+)/g);
  return Object.fromEntries([...found].map(([, name, value]) => [name ?? '', read(value ?? '')]));
}

function readNumbers(text: string | undefined): readonly number[] {
  const values = (text ?? '')
    .split(',')
    .filter((part) => part !== '')
    .map(Number);
  return values.every(Number.isFinite) ? values : [];
}

function unquote(text: string): string {
  const trimmed = text.trim();
  return /^(["']).*\1$/s.test(trimmed) && trimmed.length > 1 ? trimmed.slice(1, -1) : trimmed;
}
