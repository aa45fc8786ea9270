import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readTopic, type TopicReading } from '../../../electron/machine/topics.ts';
import { parseMessage } from '../../../electron/scpi/parser.ts';

function read(line: string): TopicReading {
  const message = parseMessage(Buffer.from(`MESSage ${line}\n`, 'utf8'));
  if (message.kind !== 'message') throw new Error(`Not a message: ${line}`);
  return readTopic(message);
}

const runEvent = (body: string) => {
  const reading = read(`Run 1763430539.494 ${body}`);
  if (reading.kind !== 'run') throw new Error(`Not a run message: ${reading.kind}`);
  return reading.event;
};

describe('the topics a machine publishes', () => {
  it('give six zones, or one, with cover and heatsink', () => {
    const six =
      'Temperature 1763430538.777 -sample=32.4,32.1,32.1,32.2,32.1,32.5 -heatsink=33.1 -cover=30.4 -block=32.4,32.1,32.1,32.2,32.1,32.6';
    expect(read(six)).toEqual({
      kind: 'temperature',
      temperatures: {
        sample: [32.4, 32.1, 32.1, 32.2, 32.1, 32.5],
        block: [32.4, 32.1, 32.1, 32.2, 32.1, 32.6],
        cover: 30.4,
        heatsink: 33.1,
      },
    });
    expect(read('Temperature -sample=32.4 -cover=30 -block=-3.5')).toEqual({
      kind: 'temperature',
      temperatures: { sample: [32.4], block: [-3.5], cover: 30, heatsink: null },
    });
  });

  it('give the lamp’s temperature from key:value pairs', () => {
    expect(
      read(
        'LEDStatus 1763430538.682 Temperature:38.4315 Current:9.4774 Voltage:3.17548 JuncTemp:54.4676',
      ),
    ).toEqual({ kind: 'lamp', temperature: 38.4315 });
  });

  it('give elapsed and remaining time, before the first stage too', () => {
    expect(read('Time 1763430740.073 -elapsed=199 -active=9 -remaining=291')).toEqual({
      kind: 'time',
      elapsedSeconds: 199,
      remainingSeconds: 291,
    });
    expect(read('Time 1763430541.068 -elapsed=0')).toMatchObject({ remainingSeconds: null });
  });

  it('give the level another session took', () => {
    expect(
      read('System 1763430539.596 Access -sessionid=534 -level=Controller -exclusive=True'),
    ).toEqual({ kind: 'access', session: '534', level: 'Controller', exclusive: true });
  });

  it.each([
    ['Starting "a run"', { kind: 'starting', title: 'a run' }],
    ['Stage PRERUN', { kind: 'stage', stage: { kind: 'prerun' } }],
    ['Stage 1', { kind: 'stage', stage: { kind: 'stage', number: 1 } }],
    ['Stage POSTRun', { kind: 'stage', stage: { kind: 'postrun' } }],
    ['Cycle 17', { kind: 'cycle', cycle: 17 }],
    ['Step 2', { kind: 'step', step: 2 }],
    [
      'Ramping -zones=Cover -targets=105.000 -rates=0.049',
      { kind: 'ramping', cover: true, target: 105 },
    ],
    [
      'Ramping -zones=Zone1,Zone2 -targets=60.000,62.000 -rates=1.600,1.600',
      { kind: 'ramping', cover: false, target: 61 },
    ],
    ['Ramped -zones=Cover -targets=105.000 -rates=0.049', { kind: 'ramped', cover: true }],
    ['Holding -time=60 -collecting=True', { kind: 'holding', holdSeconds: 60, collecting: true }],
    [
      'Acquiring -run="a run" -stage=1 -cycle=1 -point=3 -Temperature=25.3788,25.2887',
      { kind: 'acquiring', point: 3 },
    ],
    ['Collected -run="a run" -stage=1 -cycle=1 -step=1 -point=1', { kind: 'collected' }],
    ['Completed "a run"', { kind: 'ending', ending: 'completed', reason: '' }],
    ['Stopped "a run"', { kind: 'ending', ending: 'stopped', reason: '' }],
    ['Aborted "a run"', { kind: 'ending', ending: 'aborted', reason: '' }],
    [
      'Error: the lamp is dead, "a run" lost',
      { kind: 'ending', ending: 'failed', reason: 'the lamp is dead, "a run" lost' },
    ],
    ['Ended "a run"', { kind: 'ended', title: 'a run' }],
    ['Lamp is warmed up', { kind: 'remark', text: 'Lamp is warmed up' }],
    [
      'Setting sample volume to 50 microlitres',
      { kind: 'remark', text: 'Setting sample volume to 50 microlitres' },
    ],
    ['', { kind: 'other' }],
    ['Cycle many', { kind: 'other' }],
    ['constructor "x"', { kind: 'other' }],
    ['__proto__', { kind: 'other' }],
    ['toString', { kind: 'other' }],
  ])('tell of the run: %s', (body, event) => {
    expect(runEvent(body)).toEqual(event);
  });

  it.each([
    'Weather 1763430538.777 sunny',
    'Temperature 1763430538.777 -sample=warm -block=25 -cover=30',
    'Temperature 1763430538.777 -sample= -block=25 -cover=30',
    'Temperature 1763430538.777 -block=25 -cover=30',
    'Temperature',
    'LEDStatus 1763430538.682 dark',
    'LEDStatus 1763430538.682 Temperature:',
    'Time 1763430740.073 -remaining=291',
    'Time 1763430740.073 -elapsed=long',
    'System 1763430539.596 Rebooting',
    'System 1763430539.596 Access -level=Controller',
    'System 1763430539.596 Access -sessionid=5 -level=Emperor',
    '__proto__ x',
  ])('are left alone where they make no sense: %s', (line) => {
    expect(read(line)).toEqual({ kind: 'other' });
  });
});

// A log of a real run, beside the checkout where somebody put one. It is never part of it.
const logFile = new URL('../../../../shared/data/real-run/messages.log', import.meta.url);

describe('the log of a real run', () => {
  it('is understood line by line', ({ skip }) => {
    skip(!existsSync(logFile), 'the log of a real run is not beside the repository');
    const counts = new Map<string, { read: number; other: string[] }>();
    for (const line of readFileSync(logFile, 'utf8').split('\n')) {
      const topic = /^(Temperature|LEDStatus|Time|Run|System) \d+\.\d+ /.exec(line)?.[1];
      if (topic === undefined) continue;
      const count = counts.get(topic) ?? { read: 0, other: [] };
      counts.set(topic, count);
      const reading = read(line);
      const unread =
        reading.kind === 'run' ? reading.event.kind === 'other' : reading.kind === 'other';
      if (unread) count.other.push(line.split(' ').slice(2, 5).join(' '));
      else count.read++;
    }
    for (const [topic, { read: understood, other }] of counts)
      process.stdout.write(`${topic}: ${understood} read, other: ${JSON.stringify(other)}\n`);
    expect([...counts.keys()].toSorted()).toEqual([
      'LEDStatus',
      'Run',
      'System',
      'Temperature',
      'Time',
    ]);
    for (const { other } of counts.values()) expect(other).toEqual([]);
  });
});
