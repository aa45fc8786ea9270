import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RunStatusReading } from '../../../../electron/machine/run-monitor.ts';
import type { RunEnding } from '../../../../shared/run.ts';
import type { Instant } from '../../../../shared/units.ts';
import { stage, WatchedMachine } from './watched-machine.ts';

/*
 * A machine that lives its own life, and a workstation that watches it with interruptions of every kind. Whatever happens, and however
 * often the same is seen, an event is told once; and what could be seen is told in the end.
 */

type Step =
  | { readonly do: 'start'; readonly title: string }
  | { readonly do: 'go on' | 'pause' | 'resume' | 'connect' | 'drop' | 'restart' | 'look' }
  | { readonly do: 'status'; readonly late: boolean }
  | { readonly do: 'end'; readonly how: Exclude<RunEnding, 'unknown'> }
  | { readonly do: 'pass'; readonly seconds: number };

const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('start'), title: fc.constantFrom('Plate 7', 'Plate 8') } as const),
    fc.record({
      do: fc.constantFrom('go on', 'pause', 'resume', 'connect', 'drop', 'restart', 'look'),
    } as const),
    fc.record({ do: fc.constant('status'), late: fc.boolean() } as const),
    fc.record({
      do: fc.constant('end'),
      how: fc.constantFrom('completed', 'stopped', 'aborted', 'failed'),
    } as const),
    fc.record({ do: fc.constant('pass'), seconds: fc.integer({ min: 1, max: 200 }) } as const),
  ),
  { maxLength: 60 },
);

interface Run {
  readonly title: string;
  readonly startedAt: Instant;
  stage: number;
  paused: boolean;
  ended: boolean;
  /** A status of it was read while it was on. */
  seen: boolean;
  pauses: number;
}

class World {
  readonly machine = new WatchedMachine();
  readonly runs: Run[] = [];
  connected = false;
  losses = 0;
  /** What a status asked for before the last step would say. */
  #before: Partial<RunStatusReading> = {};

  get run(): Run | null {
    const run = this.runs.at(-1);
    return run === undefined || run.ended ? null : run;
  }

  get status(): Partial<RunStatusReading> {
    const { run } = this;
    if (run === null) return {};
    const { title, startedAt } = run;
    return {
      title,
      startedAt,
      stage: stage(run.stage),
      cycle: 1,
      step: 1,
      instrument: { kind: run.paused ? 'paused' : 'running' },
    };
  }

  take(step: Step): void {
    const before = this.status;
    const { machine, run } = this;
    switch (step.do) {
      case 'start':
        if (run !== null) return;
        machine.pass(2);
        this.runs.push({
          title: step.title,
          startedAt: machine.now,
          stage: 1,
          paused: false,
          ended: false,
          seen: false,
          pauses: 0,
        });
        if (this.connected) machine.event({ kind: 'starting', title: step.title });
        break;
      case 'go on':
        if (run === null) return;
        run.stage += 1;
        if (this.connected) machine.event({ kind: 'stage', stage: stage(run.stage) });
        break;
      case 'pause':
      case 'resume':
        if (run === null || run.paused === (step.do === 'pause')) return;
        run.paused = step.do === 'pause';
        if (run.paused) run.pauses += 1;
        break;
      case 'end':
        if (run === null) return;
        run.ended = true;
        if (this.connected)
          machine.event(
            { kind: 'ending', ending: step.how, reason: '' },
            { kind: 'ended', title: run.title },
          );
        break;
      case 'connect':
        if (this.connected) return;
        this.connected = true;
        machine.connect();
        break;
      case 'drop':
        this.connected = false;
        machine.drop();
        break;
      case 'restart':
        this.connected = false;
        machine.restart();
        machine.drop();
        break;
      case 'status':
        if (!this.connected) return;
        // A late one is followed by the next, five seconds later, as on a real connection.
        if (step.late) machine.status(this.#before);
        this.read();
        break;
      case 'look':
        machine.look();
        machine.look();
        break;
      case 'pass':
        machine.pass(step.seconds);
        break;
    }
    this.#before = before;
  }

  read(): void {
    this.machine.pass(1);
    this.machine.status(this.status);
    if (this.run !== null) this.run.seen = true;
  }
}

const isEnd = (kind: string): boolean =>
  kind === 'finished' || kind === 'stopped' || kind === 'aborted' || kind === 'error';

it('no sequence of snapshots tells one event twice, and the end of a run that was seen is told in the end', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      const world = new World();
      for (const step of sequence) world.take(step);
      world.take({ do: 'end', how: 'completed' });
      world.take({ do: 'connect' });
      for (let times = 0; times < 3; times++) {
        world.read();
        world.machine.pass(20);
      }

      const { told, kinds } = world.machine;
      expect(new Set(told.map(({ name }) => name)).size).toBe(told.length);
      const ends = kinds.filter(isEnd).length;
      expect(ends).toBeLessThanOrEqual(world.runs.length);
      expect(ends).toBeGreaterThanOrEqual(world.runs.filter(({ seen }) => seen).length);
      const pauses = world.runs.reduce((sum, run) => sum + run.pauses, 0);
      expect(kinds.filter((kind) => kind === 'paused').length).toBeLessThanOrEqual(pauses);
      const contact = kinds.filter((kind) => kind === 'lost-contact' || kind === 'recovered');
      for (const [index, kind] of contact.entries())
        if (kind === 'recovered') expect(contact[index - 1]).toBe('lost-contact');

      // Everything once more, and after a restart: nothing is new.
      world.machine.look();
      world.take({ do: 'restart' });
      world.take({ do: 'connect' });
      world.read();
      world.machine.pass(60);
      expect(world.machine.told.length).toBe(told.length);
    }),
    { numRuns: 3_000 },
  );
});
