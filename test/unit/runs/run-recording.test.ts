import { describe, expect, it } from 'vitest';
import { record } from '../../../electron/panel/run-recording.ts';
import {
  noRecording,
  type RecorderInput,
  type Recording,
  resumeRecording,
  type RunWrite,
} from '../../../electron/panel/run-recording-state.ts';
import type { RunFact } from '../../../electron/store/runs/run-fact.ts';
import type { RunId, RunSummary } from '../../../shared/run-history.ts';
import type { Celsius, MachineId } from '../../../shared/units.ts';
import { at, contact, idle, says, status, temperature } from './support/run-inputs.ts';

function recordAll(
  inputs: readonly RecorderInput[],
  from: Recording = noRecording,
): { readonly writes: readonly RunWrite[]; readonly recording: Recording } {
  const writes: RunWrite[] = [];
  let recording = from;
  for (const input of inputs) {
    const step = record(recording, input);
    recording = step.recording;
    writes.push(...step.writes);
  }
  return { writes, recording };
}

const of = <Kind extends RunWrite['kind']>(writes: readonly RunWrite[], kind: Kind) =>
  writes.filter((write): write is Extract<RunWrite, { kind: Kind }> => write.kind === kind);

const facts = <Kind extends RunFact['kind']>(writes: readonly RunWrite[], kind: Kind) =>
  of(writes, 'fact')
    .map(({ fact }) => fact)
    .filter((fact): fact is Extract<RunFact, { kind: Kind }> => fact.kind === kind);

const kinds = (writes: readonly RunWrite[]): readonly string[] =>
  writes.map((write) => write.kind).filter((kind) => kind === 'begin' || kind === 'end');

function zones(value: number): readonly Celsius[] {
  return Array.from({ length: 6 }, () => value as Celsius);
}

function drawer(seconds: number, value: 'Open' | 'Closed' | 'Unknown'): RecorderInput {
  return status(seconds, {}, { drawer: { at: at(seconds), value } });
}

describe('what is written of a machine’s messages', () => {
  it('is nothing while no run is on', () => {
    const { writes } = recordAll([contact(0, 'found'), status(1, idle), temperature(2)]);
    expect(writes).toEqual([]);
  });

  it('is a run from its first word to its last', () => {
    const { writes } = recordAll([
      status(0, idle),
      says(10, 'Run 1763430539.494 Starting "Plate 3"'),
      temperature(11),
      says(12, 'Run 1763430540.038 Stage PRERUN'),
      says(100, 'Run 1763430640.038 Completed "Plate 3"'),
      says(101, 'Run 1763430641.038 Ended "Plate 3"'),
      temperature(102),
    ]);
    expect(of(writes, 'begin')).toEqual([
      { kind: 'begin', at: at(10), title: 'Plate 3', sawStart: true },
    ]);
    expect(
      facts(writes, 'event').map(({ at: time, machineAt, raw }) => [time, machineAt, raw]),
    ).toEqual([
      [at(10), 1763430539494, 'Starting "Plate 3"'],
      [at(12), 1763430540038, 'Stage PRERUN'],
      [at(100), 1763430640038, 'Completed "Plate 3"'],
      [at(101), 1763430641038, 'Ended "Plate 3"'],
    ]);
    expect(of(writes, 'sample')).toHaveLength(1);
    expect(of(writes, 'end')).toEqual([
      { kind: 'end', end: { ending: 'completed', reason: '', at: at(101) } },
    ]);
  });

  it('names the start as found on when a status tells of the run first', () => {
    const { writes } = recordAll([contact(0, 'found'), status(1)]);
    expect(of(writes, 'begin')).toEqual([
      { kind: 'begin', at: at(1), title: 'Plate 3', sawStart: false },
    ]);
    expect(of(writes, 'started')).toEqual([{ kind: 'started', startedAt: at(-600) }]);
    expect(facts(writes, 'place')).toHaveLength(1);
  });

  it('has a gap for a silence of 10 s and more, and none for less', () => {
    const { writes } = recordAll([status(0), temperature(9), temperature(18.9), temperature(30)]);
    expect(facts(writes, 'gap')).toEqual([{ kind: 'gap', from: at(18.9), at: at(30) }]);
  });

  it('takes ramps for set points, of the zones and of the cover, and what a status reads only where it differs', () => {
    const readings = {
      setPoints: { at: at(20), value: { zones: zones(60), cover: 105 as Celsius } },
      controlled: {
        at: at(20),
        value: { zones: zones(1).map(() => true), cover: true },
      },
    };
    const list = 'Zone1,Zone2,Zone3,Zone4,Zone5,Zone6';
    const { writes } = recordAll([
      status(0),
      says(1, 'Run 176343001.000 Ramping -zones=Cover -targets=105.000 -rates=0.049'),
      says(
        2,
        `Run 176343002.000 Ramping -zones=${list} -targets=60,60,60,60,60,60 -rates=1,1,1,1,1,1`,
      ),
      status(20, {}, readings),
      status(
        25,
        {},
        { ...readings, controlled: { at: at(25), value: { zones: [false], cover: false } } },
      ),
    ]);
    expect(
      facts(writes, 'set-points').map(({ at: time, zones: targets, cover }) => [
        time,
        targets,
        cover,
      ]),
    ).toEqual([
      [at(1), [], 105],
      [at(2), zones(60), 105],
      [at(25), [], null],
    ]);
  });

  it('has a collection once it is completed, where the line says', () => {
    const { writes } = recordAll([
      status(0),
      says(
        1,
        'Run 176343001.000 Acquiring -run="Plate 3" -stage=1 -cycle=4 -point=1 -Temperature=25.1',
      ),
      says(50, 'Run 1763430050.000 Collected -run="Plate 3" -stage=1 -cycle=4 -step=2 -point=1'),
    ]);
    expect(facts(writes, 'collection')).toEqual([
      { kind: 'collection', at: at(50), stage: 1, cycle: 4, step: 2, point: 1 },
    ]);
  });

  it('has the drawer when it opened and closed, and nothing for a position that is not known', () => {
    const { writes } = recordAll([
      drawer(0, 'Closed'),
      drawer(5, 'Unknown'),
      drawer(10, 'Open'),
      drawer(15, 'Unknown'),
      drawer(20, 'Closed'),
    ]);
    expect(facts(writes, 'opening').map(({ at: time, open }) => [time, open])).toEqual([
      [at(10), true],
      [at(20), false],
    ]);
  });

  it('keeps the protocol of the run that is on, once', () => {
    const protocol = {
      name: 'Demo',
      coverTarget: null,
      sampleVolume: null,
      runMode: null,
      stages: [],
      others: [],
      text: 'STAGe 1',
    };
    const told = (seconds: number, title: string): RecorderInput => ({
      kind: 'protocol',
      at: at(seconds),
      title,
      protocol,
    });
    const { writes } = recordAll([
      told(0, 'Plate 3'),
      status(1),
      told(2, 'Other'),
      told(3, 'Plate 3'),
      told(4, 'Plate 3'),
    ]);
    expect(facts(writes, 'protocol').map(({ at: time }) => time)).toEqual([at(3)]);
  });
});

describe('a run whose contact was lost', () => {
  const lost = [status(0), temperature(1), contact(2, 'lost'), contact(40, 'found')] as const;

  it('goes on with what was heard before the status confirmed it, after a gap', () => {
    const { writes } = recordAll([
      ...lost,
      temperature(41),
      says(42, 'Run 1763430042.000 Cycle 5'),
      status(43, { cycle: 5 }),
      temperature(44),
    ]);
    expect(kinds(writes)).toEqual(['begin']);
    expect(facts(writes, 'gap')).toEqual([{ kind: 'gap', from: at(1), at: at(41) }]);
    expect(of(writes, 'sample').map(({ sample }) => sample.at)).toEqual([at(1), at(41), at(44)]);
    expect(facts(writes, 'event').map(({ text }) => text)).toEqual(['Cycle 5 started']);
  });

  it('is closed with its last observation when another one is on, which gets nothing of what was heard before', () => {
    const { writes } = recordAll([...lost, temperature(41), status(43, { title: 'Plate 4' })]);
    expect(kinds(writes)).toEqual(['begin', 'end', 'begin']);
    expect(of(writes, 'end')[0]?.end).toEqual({ ending: 'unknown', reason: '', at: at(1) });
    expect(of(writes, 'begin')[1]).toMatchObject({ title: 'Plate 4', sawStart: false, at: at(43) });
    expect(of(writes, 'sample')).toHaveLength(1);
  });

  it('is closed with its last observation when none is on', () => {
    const { writes } = recordAll([...lost, status(43, idle)]);
    expect(of(writes, 'end').map(({ end }) => end)).toEqual([
      { ending: 'unknown', reason: '', at: at(1) },
    ]);
  });

  it('is closed as the machine had said it would end, if it had', () => {
    const { writes } = recordAll([
      status(0),
      says(1, 'Run 176343001.000 Aborted "Plate 3"'),
      contact(2, 'lost'),
      status(43, idle),
    ]);
    expect(of(writes, 'end')[0]?.end).toEqual({ ending: 'aborted', reason: '', at: at(1) });
  });

  it('ends properly when its end is heard before any status', () => {
    const { writes } = recordAll([
      ...lost,
      says(41, 'Run 1763430041.000 Stopped "Plate 3"'),
      says(42, 'Run 1763430042.000 Ended "Plate 3"'),
      status(43, idle),
    ]);
    expect(of(writes, 'end').map(({ end }) => end)).toEqual([
      { ending: 'stopped', reason: '', at: at(42) },
    ]);
  });

  it('is over when a new one is heard to start before any status', () => {
    const { writes } = recordAll([
      ...lost,
      says(41, 'Run 1763430041.000 Starting "Plate 3"'),
      status(43, { startedAt: at(41) }),
    ]);
    expect(kinds(writes)).toEqual(['begin', 'end', 'begin']);
    expect(of(writes, 'begin')[1]).toMatchObject({ sawStart: true, at: at(41) });
  });
});

describe('a run in unbroken contact', () => {
  it('ends when a status says that none is on, at that time', () => {
    const { writes } = recordAll([status(0), temperature(1), status(5, idle)]);
    expect(of(writes, 'end').map(({ end }) => end)).toEqual([
      { ending: 'unknown', reason: '', at: at(5) },
    ]);
  });

  it('gives way to another one that a status tells of', () => {
    const { writes } = recordAll([
      status(0, { cycle: 9 }),
      temperature(1),
      status(5, { startedAt: at(3), cycle: 1 }),
    ]);
    expect(kinds(writes)).toEqual(['begin', 'end', 'begin']);
  });

  it('stays the same when the machine corrects its account of the start', () => {
    const { writes } = recordAll([status(0), status(5, { startedAt: at(-1) })]);
    expect(kinds(writes)).toEqual(['begin']);
    expect(of(writes, 'started').map(({ startedAt }) => startedAt)).toEqual([at(-600), at(-1)]);
  });

  it('stays the same when a status does not say where it is', () => {
    const nowhere = { stage: { kind: 'starting' }, cycle: null, step: null } as const;
    const { writes } = recordAll([status(0), status(5, nowhere), status(10)]);
    expect(kinds(writes)).toEqual(['begin']);
  });
});

describe('a run that was on when the panel was closed', () => {
  const summary: RunSummary = {
    id: 'r' as RunId,
    machineId: 'm-1' as MachineId,
    machineName: 'Left machine',
    title: 'Plate 3',
    startedAt: at(-600),
    observedFrom: at(-600),
    sawStart: true,
    observedTo: at(1),
    end: null,
    protocolName: null,
    note: '',
  };

  it('goes on after a gap, and what is on record already is not written again', () => {
    const before = recordAll([status(0, {}, { drawer: { at: at(0), value: 'Open' } })]);
    const known = of(before.writes, 'fact').map(({ fact }) => fact);
    const { writes } = recordAll(
      [contact(60, 'found'), status(61, {}, { drawer: { at: at(61), value: 'Open' } })],
      resumeRecording(summary, known),
    );
    expect(writes.filter(({ kind }) => kind !== 'observed')).toEqual([
      { kind: 'fact', fact: { kind: 'gap', from: at(1), at: at(61) } },
    ]);
  });

  it('waits for the machine to confirm it', () => {
    const { writes } = recordAll(
      [contact(60, 'found'), temperature(61), says(62, 'Run 1763430062.000 Cycle 5')],
      resumeRecording(summary, []),
    );
    expect(writes).toEqual([]);
  });
});
