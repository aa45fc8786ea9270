import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { judge } from '../../../electron/machine/interlock.ts';
import { passes } from '../../../electron/machine/passage.ts';
import type {
  Acknowledgement,
  ActionKind,
  ActionRecord,
  MachineAction,
  Verdict,
} from '../../../shared/action.ts';
import { isFinal } from '../../../shared/action.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import { createBench, deeds, finalStates, type MachineBench } from '../../support/machine-bench.ts';

const commandsOf: Readonly<Record<ActionKind, RegExp>> = {
  'open-drawer': /^OPEN$/,
  'close-drawer': /^CLOSE$/,
  'lower-cover': /^(CLOSE|COVerDOWN)$/,
  'power-on': /^POW ON$/,
  'power-off': /^POW OFF$/,
  'block-on': /^BLOCK ON /,
  'block-off': /^BLOCK OFF$/,
  pause: /^PAUSe$/,
  resume: /^RESume$/,
  'stop-after-cycle': /^StopRun /,
  abort: /^AbortRun /,
  'restart-software': /^SYST:EXEC /,
};

const anyAction = fc.constantFrom<MachineAction[]>(
  { kind: 'open-drawer' },
  { kind: 'close-drawer' },
  { kind: 'lower-cover' },
  { kind: 'power-on' },
  { kind: 'power-off' },
  { kind: 'block-on', target: 60 },
  { kind: 'block-on', target: 400 },
  { kind: 'block-off' },
  { kind: 'pause' },
  { kind: 'resume' },
  { kind: 'stop-after-cycle' },
  { kind: 'abort' },
  { kind: 'restart-software' },
);

type Agreement = 'nothing' | 'this verdict' | 'an earlier verdict' | 'not the name' | 'every word';

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('perform' as const),
      action: anyAction,
      agreement: fc.constantFrom<Agreement[]>(
        'nothing',
        'this verdict',
        'this verdict',
        'an earlier verdict',
        'not the name',
        'every word',
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      milliseconds: fc.constantFrom(0, 300, 2_000, 6_000, 30_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'start run' as const,
        'others pause' as const,
        'others abort' as const,
        'fall silent' as const,
        'speak again' as const,
        'break' as const,
      ),
    }),
  },
);

/** Watches every byte that leaves, and holds it against the interlocks of that very moment. */
class Watch {
  readonly violations: string[] = [];
  readonly #agreed = new Map<string, Acknowledgement | null>();
  readonly #bench: MachineBench;

  constructor(bench: MachineBench) {
    this.#bench = bench;
    bench.network.onCommand = (command) => this.#check(command);
  }

  asked(id: string, acknowledgement: Acknowledgement | null): void {
    this.#agreed.set(id, acknowledgement);
  }

  #check(command: string): void {
    const { machine } = this.#bench;
    const inFlight = machine.snapshot().actions.filter(({ state }) => !isFinal(state));
    if (command.endsWith(' Controller')) {
      if (!inFlight.some((record) => this.#mayPass(record)))
        this.violations.push(`${command} for nobody who may act`);
      return;
    }
    if (deeds([command]).length === 0) return;
    const mine = inFlight.filter(({ action }) => commandsOf[action.kind].test(command));
    // The second of two commands carries on what the first began.
    const carriesOn = mine.some(({ state }) => state.kind !== 'preparing');
    if (!carriesOn && !mine.some((record) => this.#mayPass(record)))
      this.violations.push(`${command} while ${inFlight.map(({ action }) => action.kind).join()}`);
  }

  #mayPass({ id, action }: ActionRecord): boolean {
    const verdict = this.#verdict(action);
    return passes(verdict, this.#agreed.get(id) ?? null, 'Lab 2').kind === 'pass';
  }

  /** The snapshot judges `block-on` for its lowest target only. */
  #verdict(action: MachineAction): Verdict {
    const { machine } = this.#bench;
    const { interlocks, run, readings } = machine.snapshot();
    if (action.kind !== 'block-on') return interlocks[action.kind];
    const stateKnown = interlocks['block-on'].kind === 'allow';
    return judge(action, { machineName: 'Lab 2', stateKnown, run, readings });
  }
}

it('never lets through what the interlocks refuse, nor anything before its confirmation', async () => {
  const sentKinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const bench = createBench();
      const { machine, simulator, network, clock } = bench;
      const watch = new Watch(bench);
      const earlier = new Map<ActionKind, Acknowledgement>();
      const acting: Promise<ActionRecord>[] = [];
      let asked = 0;
      await bench.ready();
      for (const each of steps) {
        switch (each.do) {
          case 'perform': {
            const { kind } = each.action;
            const verdict = machine.snapshot().interlocks[kind];
            const acknowledgement = agreement(each.agreement, verdict, earlier.get(kind) ?? null);
            if (verdict.kind === 'confirm') earlier.set(kind, agreeTo(verdict));
            watch.asked(`action-${++asked}`, acknowledgement);
            acting.push(machine.perform(each.action, acknowledgement));
            break;
          }
          case 'wait':
            await clock.advance(each.milliseconds);
            break;
          case 'start run':
            if (
              simulator.instrument.run === null &&
              simulator.instrument.mechanics.drawer === 'Closed'
            )
              simulator.startRun('Demo', 'A');
            break;
          case 'others pause':
            simulator.instrument.run?.pause();
            break;
          case 'others abort':
            simulator.instrument.run?.abort();
            simulator.instrument.settleRun();
            break;
          case 'fall silent':
          case 'speak again':
            simulator.setSilent(each.do === 'fall silent');
            break;
          case 'break':
            if (network.openCount > 0) network.latest.break();
            break;
        }
      }
      simulator.setSilent(false);
      await clock.advance(130_000);
      simulator.dispose();
      machine.dispose();
      const records = await Promise.all(acting);
      expect(watch.violations).toEqual([]);
      expect(finalStates(bench.actions)).toHaveLength(records.length);
      for (const { action, state } of records)
        if (state.kind !== 'not-sent') sentKinds.add(action.kind);
      await bench.end();
    }),
    { numRuns: 60, seed: 20_260_101 },
  );
  // The property would hold for a machine that never does anything, too.
  expect(sentKinds.size).toBeGreaterThanOrEqual(6);
}, 60_000);

function agreeTo(verdict: Extract<Verdict, { kind: 'confirm' }>): Acknowledgement {
  const codes = verdict.reasons.map(({ code }) => code);
  return { situation: verdict.situation, codes, typedName: 'Lab 2' };
}

function agreement(
  how: Agreement,
  verdict: Verdict,
  earlier: Acknowledgement | null,
): Acknowledgement | null {
  switch (how) {
    case 'nothing':
      return null;
    case 'this verdict':
      return verdict.kind === 'confirm' ? agreeTo(verdict) : null;
    case 'an earlier verdict':
      return earlier;
    case 'not the name':
      return verdict.kind === 'confirm' ? { ...agreeTo(verdict), typedName: '' } : null;
    case 'every word':
      return {
        situation: 'active|idle|paused|unknown',
        codes: ['run-active', 'hot', 'state-unknown', 'ends-run', 'ends-run-now', 'hot-block'],
        typedName: 'Lab 2',
      };
    default:
      return assertNever(how);
  }
}
