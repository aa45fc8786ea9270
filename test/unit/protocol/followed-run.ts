import { protocolFactsQuery, protocolQuery } from '../../../electron/machine/commands/protocol.ts';
import {
  followRun,
  initialRunMonitor,
  type RunInput,
} from '../../../electron/machine/run-monitor.ts';
import { readTopic } from '../../../electron/machine/topics.ts';
import { parseMessage } from '../../../electron/scpi/parser.ts';
import type { Body } from '../../../electron/scpi/value.ts';
import { Simulator } from '../../../electron/simulator/simulator.ts';
import type { Protocol } from '../../../shared/protocol.ts';
import type { Reading, Temperatures } from '../../../shared/readings.ts';
import type { RunState } from '../../../shared/run.ts';
import { followPace, initialPace, type RunPace } from '../../../shared/run-pace.ts';
import type { Celsius, Instant } from '../../../shared/units.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { SimulatorClient } from '../../support/simulator-client.ts';

/** What was known of a run at one moment of it. */
export interface Moment {
  readonly now: Instant;
  readonly run: RunState;
  readonly pace: RunPace;
  readonly temperatures: Reading<Temperatures> | null;
}

export interface FollowedRun {
  readonly protocol: Protocol;
  readonly coverTarget: Celsius;
  readonly endedAt: Instant;
  readonly moments: readonly Moment[];
  /** Everything the monitor was told, in order. */
  readonly inputs: readonly RunInput[];
}

export interface RunOptions {
  /** The text of a protocol to be run in place of a canned one. */
  readonly text?: string;
  /** Hide what the `Time` topic says, so that an estimate stands on its own feet. */
  readonly deaf?: boolean;
  /** Seconds between two kept moments. */
  readonly every?: number;
}

/** Runs a protocol on a simulated machine from start to end and keeps what a panel would have known. */
export async function followSimulatedRun(
  clock: FakeClock,
  name: string,
  { text, deaf = false, every = 5 }: RunOptions = {},
): Promise<FollowedRun> {
  const simulator = new Simulator({ clock });
  const client = new SimulatorClient(simulator);
  client.take();
  const ask = (command: string): Body => {
    const message = parseMessage(Buffer.from(`${client.ask(`7 ${command}`)}\n`));
    if (message.kind !== 'ok') throw new Error(`${command} answered ${message.kind}`);
    return message.body;
  };
  const inputs: RunInput[] = [];
  let monitor = initialRunMonitor;
  let pace = initialPace;
  let temperatures: Reading<Temperatures> | null = null;
  const learn = (input: RunInput): void => {
    inputs.push(input);
    monitor = followRun(monitor, input);
    pace = followPace(pace, input);
  };
  simulator.onPublished(({ topic, body }) => {
    const message = parseMessage(Buffer.from(`MESSage ${topic} ${body}\n`));
    if (message.kind !== 'message') throw new Error(`Not a message: ${body}`);
    const reading = readTopic(message);
    const at = clock.now();
    if (reading.kind === 'run') learn({ kind: 'event', at, event: reading.event });
    if (reading.kind === 'time' && !deaf) learn({ ...reading, at });
    if (reading.kind === 'temperature') temperatures = { value: reading.temperatures, at };
  });
  try {
    if (text !== undefined) {
      client.say('1 ACC Controller');
      ask(`PROT ${name} <multiline.protocol>\n${text}\n</multiline.protocol>`);
    }
    simulator.startRun(name, 'my run');
    const facts = protocolFactsQuery.read(ask(protocolFactsQuery.text));
    const query = protocolQuery(facts);
    const protocol = query.read(ask(query.text));
    const coverTarget = simulator.instrument.control.cover.target as Celsius;
    const moments: Moment[] = [];
    while (monitor.run.kind === 'active') {
      moments.push({ now: clock.now(), run: monitor.run, pace, temperatures });
      await clock.advance(every * 1000);
      client.take();
    }
    if (monitor.run.kind !== 'ended') throw new Error(`The run is ${monitor.run.kind}`);
    return { protocol, coverTarget, endedAt: monitor.run.endedAt, moments, inputs };
  } finally {
    simulator.dispose();
  }
}
