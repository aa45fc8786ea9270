import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../../electron/machine/run-topic.ts';
import type { ActionState } from '../../../../shared/action.ts';
import type { Instant } from '../../../../shared/units.ts';
import { actionRecord, idOf } from '../../../support/renderer-fixtures.ts';
import { stage, WatchedMachine } from './watched-machine.ts';

const start = 1_799_999_000_000 as Instant;
const plate = { title: 'Plate 7', stage: stage(2), cycle: 5, step: 1, startedAt: start } as const;
const paused = { ...plate, instrument: { kind: 'paused' } } as const;
const ending = (kind: 'completed' | 'stopped' | 'aborted' | 'failed', reason = ''): RunEvent[] => [
  { kind: 'ending', ending: kind, reason },
  { kind: 'ended', title: 'Plate 7' },
];

function running(): WatchedMachine {
  const machine = new WatchedMachine();
  machine.connect();
  machine.status(plate);
  return machine;
}

describe('a run’s end', () => {
  it.each([
    ['completed', { kind: 'finished', sawEnd: true }],
    ['stopped', { kind: 'stopped', asker: 'elsewhere' }],
    ['aborted', { kind: 'aborted', asker: 'elsewhere' }],
    ['failed', { kind: 'error', reason: 'No lamp', runEnded: true }],
  ] as const)('that is %s is told once', (how, told) => {
    const machine = running();
    machine.event(...ending(how, how === 'failed' ? 'No lamp' : ''));
    machine.look();
    machine.status();
    machine.pass(600);
    expect(machine.told.map(({ event }) => event)).toMatchObject([{ ...told, title: 'Plate 7' }]);
  });

  it('is told once though a status on its way still says that the run is on', () => {
    const machine = running();
    machine.event(...ending('completed'));
    machine.status({ ...plate, stage: { kind: 'postrun' } });
    machine.status();
    expect(machine.kinds).toEqual(['finished']);
  });

  it('is not told where a status on its way does not know the new run yet', () => {
    const machine = new WatchedMachine();
    machine.connect();
    machine.status();
    machine.event({ kind: 'starting', title: 'Plate 7' });
    machine.status();
    machine.pass(5);
    machine.status(plate);
    machine.pass(30);
    machine.event(...ending('completed'));
    expect(machine.told).toMatchObject([{ event: { kind: 'finished', sawEnd: true } }]);
  });

  it('is told once though the machine says Ended twice', () => {
    const machine = running();
    machine.event(...ending('completed'), { kind: 'ended', title: 'Plate 7' });
    expect(machine.kinds).toEqual(['finished']);
  });

  it('that nobody saw is told once contact is back and the machine still says so ten seconds later', () => {
    const machine = running();
    machine.drop();
    machine.pass(20);
    machine.connect();
    machine.status();
    expect(machine.told).toEqual([]);
    machine.pass(10);
    expect(machine.told.map(({ event }) => event)).toEqual([
      { kind: 'finished', title: 'Plate 7', sawEnd: false },
    ]);
  });

  it('that nobody saw because QuantDeck was closed is told after the start, and not at the next start again', () => {
    const machine = running();
    machine.restart();
    machine.pass(3_600);
    machine.connect();
    machine.status();
    machine.restart();
    machine.connect();
    machine.status();
    machine.pass(15);
    expect(machine.kinds).toEqual(['finished']);
    machine.restart();
    machine.connect();
    machine.status();
    machine.pass(15);
    expect(machine.kinds).toEqual(['finished']);
  });

  it('is not told again after a restart, whatever the machine still says of that run', () => {
    const machine = running();
    machine.event(...ending('aborted'));
    machine.restart();
    machine.connect();
    machine.status({ ...plate, stage: { kind: 'postrun' } });
    machine.status();
    expect(machine.kinds).toEqual(['aborted']);
  });

  it('that another run of the same title took the place of is told, and the new run’s end too', () => {
    const machine = running();
    machine.drop();
    machine.pass(5);
    machine.connect();
    machine.status({ ...plate, startedAt: (start + 3_600_000) as Instant });
    machine.event(...ending('completed'));
    expect(machine.told.map(({ event }) => event)).toMatchObject([
      { kind: 'finished', sawEnd: false },
      { kind: 'finished', sawEnd: true },
    ]);
    expect(new Set(machine.told.map(({ name }) => name)).size).toBe(2);
  });

  it('is told for a run of the same title that starts right after and is aborted before any status', () => {
    const machine = running();
    machine.event(...ending('completed'));
    machine.pass(2);
    machine.event({ kind: 'starting', title: 'Plate 7' });
    machine.pass(2);
    machine.event(...ending('aborted'));
    expect(machine.kinds).toEqual(['finished', 'aborted']);
  });

  it('is one run though the machine at first gives the start of the run before', () => {
    const machine = running();
    machine.event(...ending('completed'));
    machine.pass(30);
    machine.event({ kind: 'starting', title: 'Plate 8' });
    machine.status({ title: 'Plate 8', stage: { kind: 'prerun' }, startedAt: start });
    machine.pass(5);
    machine.status({ title: 'Plate 8', stage: { kind: 'prerun' }, startedAt: machine.now });
    machine.pass(5);
    machine.event({ kind: 'ending', ending: 'completed', reason: '' });
    machine.event({ kind: 'ended', title: 'Plate 8' });
    expect(machine.kinds).toEqual(['finished', 'finished']);
  });

  it('seen at the very first contact is told, for it happens now', () => {
    const machine = new WatchedMachine();
    machine.connect();
    machine.event(...ending('aborted'));
    expect(machine.kinds).toEqual(['aborted']);
  });

  it('is not told for a machine that is idle when it is first seen', () => {
    const machine = new WatchedMachine();
    machine.connect();
    machine.status();
    machine.pass(600);
    expect(machine.told).toEqual([]);
  });
});

describe('a pause', () => {
  it('by someone else is told once for each time', () => {
    const machine = running();
    machine.status(paused);
    machine.status(paused);
    machine.status(plate);
    machine.pass(5);
    machine.status(paused);
    expect(machine.told.map(({ event }) => event)).toEqual([
      { kind: 'paused', title: 'Plate 7', asker: 'elsewhere' },
      { kind: 'paused', title: 'Plate 7', asker: 'elsewhere' },
    ]);
  });

  it('that was on when QuantDeck came is not news', () => {
    const machine = new WatchedMachine();
    machine.connect();
    machine.status(paused);
    expect(machine.told).toEqual([]);
  });

  it('that happened while QuantDeck was closed is news, once', () => {
    const machine = running();
    machine.restart();
    machine.connect();
    machine.status(paused);
    machine.restart();
    machine.connect();
    machine.status(paused);
    expect(machine.kinds).toEqual(['paused']);
  });

  it('asked for here is told as such, also across a restart', () => {
    const machine = running();
    machine.asks('pause');
    machine.restart();
    machine.connect();
    machine.status(paused);
    expect(machine.told).toMatchObject([{ event: { kind: 'paused', asker: 'here' } }]);
  });

  it('is someone else’s where the one asked for here was refused, or long ago', () => {
    const refusedHere = running();
    refusedHere.asks('pause');
    const state: ActionState = {
      kind: 'refused',
      at: refusedHere.now,
      failure: { kind: 'machine-error', message: 'No.', remedy: '', detail: '' },
    };
    refusedHere.actions([actionRecord('a', idOf('m1'), 'pause', state, refusedHere.now)]);
    refusedHere.pass(1);
    refusedHere.status(paused);
    const longAgo = running();
    longAgo.asks('pause');
    longAgo.pass(50);
    longAgo.status(plate);
    longAgo.pass(50);
    longAgo.status(plate);
    longAgo.pass(30);
    longAgo.status(paused);
    for (const machine of [refusedHere, longAgo])
      expect(machine.told).toMatchObject([{ event: { kind: 'paused', asker: 'elsewhere' } }]);
  });
});

it('a stop and an abort asked for here are told as such', () => {
  for (const [wish, how] of [
    ['stop', 'stopped'],
    ['abort', 'aborted'],
  ] as const) {
    const machine = running();
    machine.asks(wish);
    machine.restart();
    machine.connect();
    machine.status(plate);
    machine.event(...ending(how));
    expect(machine.told).toMatchObject([{ event: { kind: how, asker: 'here' } }]);
  }
});

describe('contact', () => {
  it('counts as lost a minute after the last word during a run, and is told once and once more when it is back', () => {
    const machine = running();
    machine.drop();
    machine.pass(59);
    expect(machine.told).toEqual([]);
    machine.pass(2);
    expect(machine.kinds).toEqual(['lost-contact']);
    machine.pass(3_600);
    expect(machine.kinds).toEqual(['lost-contact']);
    machine.connect();
    expect(machine.kinds).toEqual(['lost-contact']);
    machine.status(plate);
    machine.status(plate);
    expect(machine.told.at(-1)?.event).toMatchObject({ kind: 'recovered', title: 'Plate 7' });
    expect(machine.kinds).toEqual(['lost-contact', 'recovered']);
  });

  it('is lost on a connection that looks open and says nothing', () => {
    const machine = running();
    machine.pass(61);
    expect(machine.kinds).toEqual(['lost-contact']);
    machine.status(plate);
    expect(machine.kinds).toEqual(['lost-contact', 'recovered']);
  });

  it('that is back within a minute is no news', () => {
    const machine = running();
    machine.drop();
    machine.pass(40);
    machine.connect();
    machine.status(plate);
    machine.pass(20);
    expect(machine.told).toEqual([]);
  });

  it('lost is told with the run’s end instead of found again where the run is over by then', () => {
    const machine = running();
    machine.drop();
    machine.pass(120);
    machine.connect();
    machine.status();
    machine.pass(15);
    expect(machine.kinds).toEqual(['lost-contact', 'finished']);
  });

  it('is not lost while no run is on, nor where a person disconnected', () => {
    const idle = new WatchedMachine();
    idle.connect();
    idle.status();
    idle.drop();
    idle.pass(3_600);
    const left = running();
    left.leave();
    left.pass(3_600);
    expect([...idle.told, ...left.told]).toEqual([]);
  });

  it('is lost a minute after a start that cannot reach the machine, once for all starts', () => {
    const machine = running();
    for (let times = 0; times < 3; times++) {
      machine.restart();
      machine.drop();
      machine.pass(90);
    }
    expect(machine.kinds).toEqual(['lost-contact']);
  });

  it('is not lost because this computer slept', () => {
    const machine = running();
    machine.pass(5);
    machine.sleep(8 * 3_600);
    machine.status(plate);
    expect(machine.told).toEqual([]);
  });
});

describe('an error', () => {
  it('that the machine reports is told once, after it stayed for a moment', () => {
    const machine = new WatchedMachine();
    machine.connect();
    machine.status({ instrument: { kind: 'error' } });
    expect(machine.told).toEqual([]);
    machine.pass(11);
    machine.status({ instrument: { kind: 'error' } });
    machine.pass(600);
    machine.restart();
    machine.connect();
    machine.status({ instrument: { kind: 'error' } });
    machine.pass(20);
    expect(machine.told.map(({ event }) => event)).toEqual([
      { kind: 'error', title: null, reason: '', runEnded: false },
    ]);
  });

  it('that is the failure of the run is not told beside it', () => {
    const machine = running();
    machine.status({ ...plate, instrument: { kind: 'error' } });
    machine.pass(1);
    machine.event(...ending('failed', 'No lamp'));
    machine.status({ instrument: { kind: 'error' } });
    machine.pass(60);
    expect(machine.kinds).toEqual(['error']);
    machine.status();
    machine.pass(60);
    machine.status({ instrument: { kind: 'error' } });
    machine.pass(20);
    expect(machine.kinds).toEqual(['error', 'error']);
  });
});
