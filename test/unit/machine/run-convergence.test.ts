import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { MachineState } from '../../../electron/machine/machine-state.ts';
import type { Observation } from '../../../electron/machine/observation.ts';
import {
  currentProgress,
  followRun,
  initialRunMonitor,
  type RunInput,
  type RunMonitorState,
  type RunStatusReading,
  withTotals,
} from '../../../electron/machine/run-monitor.ts';
import type { Protocol } from '../../../shared/protocol.ts';
import type { RunState } from '../../../shared/run.ts';
import type { Instant } from '../../../shared/units.ts';
import { createBench } from '../../support/machine-bench.ts';
import { anyProtocol } from '../protocol/generated-protocol.ts';
import { eventsOf, walk } from '../protocol/planned-run.ts';

/** Long enough after the last message that a status is believed whatever it says. */
const settledMilliseconds = 5_000;

/** One message of a run, with what a status would say right after it. */
interface Told {
  readonly input: Extract<RunInput, { kind: 'event' }>;
  readonly status: RunStatusReading;
}

/** A whole run as its machine tells it, from `Starting` to `Ended`. */
function tellRun(protocol: Protocol): readonly Told[] {
  let status: RunStatusReading = {
    title: 'Plate',
    stage: { kind: 'starting' },
    cycle: null,
    step: null,
    point: null,
    instrument: { kind: 'running' },
    startedAt: 0 as Instant,
  };
  const passes = eventsOf(walk(protocol)).map(({ event, atSeconds }) => ({ event, atSeconds }));
  const end = passes.at(-1)?.atSeconds ?? 0;
  const story = [
    { atSeconds: 0, event: { kind: 'starting', title: 'Plate' } },
    { atSeconds: 1, event: { kind: 'stage', stage: { kind: 'prerun' } } },
    ...passes.map((pass) => ({ ...pass, atSeconds: pass.atSeconds + 20 })),
    { atSeconds: end + 23, event: { kind: 'ending', ending: 'completed', reason: '' } },
    { atSeconds: end + 23, event: { kind: 'ended', title: 'Plate' } },
  ] as const;
  return story.map(({ atSeconds, event }) => {
    if (event.kind === 'stage')
      status = { ...status, stage: event.stage, cycle: null, step: null, point: null };
    if (event.kind === 'cycle') status = { ...status, cycle: event.cycle, step: null, point: null };
    if (event.kind === 'step') status = { ...status, step: event.step, point: 1 };
    if (event.kind === 'ended') status = { ...status, title: null, instrument: { kind: 'idle' } };
    return { input: { kind: 'event', at: (atSeconds * 1000) as Instant, event }, status };
  });
}

/** What a status can tell of a run, and the totals beside it. */
function picture(run: RunState): unknown {
  const progress = currentProgress(run);
  if (progress === null) return { kind: run.kind };
  const { title, stage, cycle, step, point, stageCount, cycleCount, startedAt } = progress;
  return { kind: run.kind, title, stage, cycle, step, point, stageCount, cycleCount, startedAt };
}

const isOn = ({ run }: RunMonitorState): boolean => currentProgress(run) !== null;

it('any messages that were missed are made up for by the next status: the run is as if all had been heard', () => {
  fc.assert(
    fc.property(
      anyProtocol(false),
      fc.float({ min: 0, max: 1, noNaN: true }),
      fc.infiniteStream(fc.boolean()),
      fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
      (protocol, where, heard, between) => {
        const told = tellRun(protocol);
        const until = Math.floor(where * (told.length - 1));
        const last = told[until];
        if (last === undefined) throw new Error('A run without a message');
        const follow = (state: RunMonitorState, input: RunInput): RunMonitorState =>
          withTotals(followRun(state, input), protocol);
        let all = initialRunMonitor;
        let some = initialRunMonitor;
        let knewIt = false;
        for (const { input, status } of told.slice(0, until + 1)) {
          all = follow(all, input);
          if (heard.next().value) some = follow(some, input);
          if (between.next().value === 0)
            some = follow(some, { kind: 'status', at: input.at, status });
          knewIt ||= isOn(some) || some.run.kind === 'ended';
        }
        const at = (last.input.at + settledMilliseconds) as Instant;
        const final: RunInput = { kind: 'status', at, status: last.status };
        all = follow(all, final);
        some = follow(some, final);
        if (last.status.title !== null) expect(picture(some.run)).toEqual(picture(all.run));
        else {
          expect(all.run.kind).toBe('ended');
          // Who never heard of the run cannot know that it ended.
          expect(some.run.kind).toBe(knewIt ? 'ended' : 'none');
        }
      },
    ),
    { numRuns: 300 },
  );
});

/** Everything the panel hears of a simulated run, from before its start to after its end. */
async function observeRun(): Promise<{
  readonly observations: readonly Observation[];
  readonly protocol: Protocol;
}> {
  const bench = createBench();
  const observations: Observation[] = [];
  bench.machine.onObservation((observation) => observations.push(observation));
  await bench.ready();
  bench.simulator.startRun('Demo', 'Plate 1');
  await bench.clock.advance(20_000);
  const { protocol } = bench.machine;
  await bench.clock.advance(200_000);
  await bench.end();
  if (protocol === null) throw new Error('The protocol was not read');
  return { observations, protocol };
}

function takeIn(state: MachineState, observation: Observation, protocol: Protocol): void {
  if (observation.kind === 'message') state.hear(observation.message, observation.at, null);
  if (observation.kind === 'status') state.learn(observation.status);
  const key = state.runKey;
  if (key !== null && state.protocol === null) state.learnProtocol(key, protocol);
}

it('a simulated run joined late, or heard with holes, is the same from the next status on', async () => {
  const { observations, protocol } = await observeRun();
  const statuses = observations.flatMap(({ kind }, index) => (kind === 'status' ? [index] : []));
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      fc.constantFrom(...statuses),
      fc.nat(observations.length),
      fc.infiniteStream(fc.integer({ min: 0, max: 3 })),
      (until, joined, luck) => {
        const all = new MachineState();
        const some = new MachineState();
        const final = observations[until];
        const before = observations.slice(0, until);
        for (const [index, observation] of before.entries()) {
          takeIn(all, observation, protocol);
          if (index >= joined && luck.next().value !== 0) takeIn(some, observation, protocol);
        }
        if (final === undefined) throw new Error('No such status');
        takeIn(all, final, protocol);
        takeIn(some, final, protocol);
        seen.add(all.run.kind);
        if (currentProgress(all.run) !== null) expect(picture(some.run)).toEqual(picture(all.run));
        else if (all.run.kind === 'ended') expect(['ended', 'none']).toContain(some.run.kind);
      },
    ),
    { numRuns: 300 },
  );
  expect([...seen].toSorted()).toEqual(expect.arrayContaining(['active', 'ended']));
});

const doing = (state: MachineState): unknown => currentProgress(state.run)?.activity.kind;

it('what goes on inside a step is never told of a moment that is over: after lost contact it is right, or not known', async () => {
  const { observations, protocol } = await observeRun();
  const kinds = new Set<unknown>();
  const statuses = observations.flatMap(({ kind }, index) => (kind === 'status' ? [index] : []));
  fc.assert(
    fc.property(fc.constantFrom(...statuses), fc.nat(100), fc.nat(60), (found, away, further) => {
      const all = new MachineState();
      const some = new MachineState();
      for (const [index, observation] of observations.slice(0, found + 1 + further).entries()) {
        takeIn(all, observation, protocol);
        // A session begins with a status.
        if (index === found) some.beginSession();
        if (index < found - away || index >= found) takeIn(some, observation, protocol);
      }
      kinds.add(doing(some));
      expect([doing(all), 'unknown', undefined]).toContain(doing(some));
    }),
    { numRuns: 300 },
  );
  expect([...kinds]).toEqual(expect.arrayContaining(['acquiring', 'holding', 'unknown']));
});
