import { badInvocation, CommandFailure } from '../command-failure.ts';
import type { CommandCall, CommandDefinition } from '../command-table.ts';
import type { Instrument } from '../instrument.ts';
import type { Run } from '../run-engine.ts';
import type { RunMode } from '../run-plan.ts';
import { numberFrom, wordOf, wordsOf } from './arguments.ts';

/** Between the first and the last reply to a pause: the effect is there with the first (section 6). */
const steeringMilliseconds = 500;

/** Starting and steering a run (instrument protocol, sections 6 and 7). */
export function runCommands(machine: Instrument): readonly CommandDefinition[] {
  return [
    {
      name: 'RunProtocol',
      level: 'Controller',
      options: ['samplevolume', 'runmode'],
      usage: 'RunProtocol [-samplevolume=50] [-runmode=standard] protocol title',
      help: 'Starts a run of a defined protocol. Done when the run is over.',
      run: (call) => startRun(machine, call),
    },
    steer('PAUSe', 'Pauses the run.', machine, (run) => {
      if (run.state.kind === 'paused') throw badInvocation('The run is already paused');
      return () => run.pause();
    }),
    steer('RESume', 'Resumes a paused run.', machine, (run) => {
      if (run.state.kind !== 'paused') throw badInvocation('The run is not paused');
      return () => run.resume();
    }),
    end('StopRun', 'Ends the run when its current cycle is done.', machine, (run) =>
      run.stopAfterCycle(),
    ),
    end('AbortRun', 'Ends the run now.', machine, (run) => run.abort()),
  ];
}

function startRun(machine: Instrument, call: CommandCall): ReturnType<CommandDefinition['run']> {
  const [protocol = '', title = ''] = wordsOf(call, 2, 2);
  const sampleVolume = numberFrom(call.options.get('samplevolume') ?? '50', '-samplevolume');
  if (sampleVolume < 1 || sampleVolume > 100) {
    throw badInvocation('-samplevolume must be from 1 to 100');
  }
  const mode = readRunMode(call.options.get('runmode') ?? 'standard');
  machine.checkRun(protocol, title);
  return {
    start: (finish) =>
      machine.startRun({ protocol, title, mode, sampleVolume }, (how) => {
        // A run that is lost is lost with the connection, so nobody is left to be told.
        if (how !== 'lost') finish('');
      }),
  };
}

function readRunMode(text: string): RunMode {
  const mode = text.toLowerCase();
  if (mode === 'standard' || mode === 'fast') return mode;
  throw badInvocation(`-runmode must be standard or fast, not '${text}'`);
}

/** A command without arguments that is accepted first and done a moment later. */
function steer(
  name: string,
  help: string,
  machine: Instrument,
  check: (run: Run) => () => void,
): CommandDefinition {
  return {
    name,
    level: 'Controller',
    usage: name,
    help,
    run: (call) => {
      wordsOf(call, 0, 0);
      const act = check(activeRun(machine));
      return {
        start: (finish) => {
          act();
          machine.later(machine.clock.after(steeringMilliseconds, () => finish('')));
        },
      };
    },
  };
}

function end(
  name: string,
  help: string,
  machine: Instrument,
  act: (run: Run) => void,
): CommandDefinition {
  return {
    name,
    level: 'Controller',
    usage: `${name} title`,
    help,
    run: (call) => {
      const title = wordOf(call);
      const run = activeRun(machine);
      if (run.request.title !== title) {
        throw new CommandFailure('NoMatch', `Run '${title}' is not active`, { run: title });
      }
      act(run);
      machine.settleRun();
      return '';
    },
  };
}

function activeRun(machine: Instrument): Run {
  if (!machine.run) throw badInvocation('No run is active');
  return machine.run;
}
