import { badInvocation, CommandFailure } from './command-failure.ts';
import { type AttachableMachine, Simulator } from './simulator.ts';

/**
 * Obeys one JSON line of `--control` and answers with one: how a test in another process makes faults and looks at what
 * arrived, without signals or files. Verbs: drop, silence, resume, received, stick-drawer, free-drawer, blank-cover,
 * show-cover, drop-reply, delay-reply, start-run, fail-run.
 */
export function obeyControlLine(machine: AttachableMachine, line: string): string {
  try {
    return JSON.stringify({ event: 'done', ...obey(machine, readLine(line)) });
  } catch (failure) {
    if (!(failure instanceof CommandFailure)) throw failure;
    return JSON.stringify({ event: 'error', message: failure.message });
  }
}

type ControlLine = Readonly<Record<string, unknown>> & { readonly do: string };

function obey(machine: AttachableMachine, line: ControlLine): object {
  const answer = { do: line.do };
  switch (line.do) {
    case 'drop':
      machine.dropConnections();
      return answer;
    case 'silence':
      machine.setSilent(true);
      return answer;
    case 'resume':
      machine.setSilent(false);
      return answer;
    case 'received':
      return { ...answer, received: machine.received };
    case 'drop-reply':
      machine.faultReply({ kind: 'drop', command: text(line, 'command'), times: times(line) });
      return answer;
    case 'delay-reply':
      machine.faultReply({
        kind: 'delay',
        command: text(line, 'command'),
        times: times(line),
        milliseconds: number(line, 'milliseconds', 1000),
      });
      return answer;
    case 'stick-drawer':
    case 'free-drawer':
      live(machine).setDrawerStuck(line.do === 'stick-drawer');
      return answer;
    case 'blank-cover':
    case 'show-cover':
      live(machine).setCoverBlank(line.do === 'blank-cover');
      return answer;
    case 'start-run':
      live(machine).startRun(text(line, 'protocol'), text(line, 'title'));
      return answer;
    case 'fail-run':
      live(machine).failRun(text(line, 'reason'));
      return answer;
    default:
      throw badInvocation(`'${line.do}' is not something to do`);
  }
}

function live(machine: AttachableMachine): Simulator {
  if (machine instanceof Simulator) return machine;
  throw badInvocation('A recording cannot do that');
}

function readLine(line: string): ControlLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw badInvocation('A control line must be JSON');
  }
  if (typeof value !== 'object' || value === null || !('do' in value)) {
    throw badInvocation('A control line must be an object with "do"');
  }
  const verb = value.do;
  if (typeof verb !== 'string') throw badInvocation('"do" must be a text');
  return { ...value, do: verb };
}

function text(line: ControlLine, name: string): string {
  const value = line[name];
  if (typeof value !== 'string') throw badInvocation(`"${name}" must be a text`);
  return value;
}

function number(line: ControlLine, name: string, missing: number): number {
  const value = line[name] ?? missing;
  if (typeof value !== 'number' || !(value >= 0)) {
    throw badInvocation(`"${name}" must be a number from 0`);
  }
  return value;
}

function times(line: ControlLine): number {
  return number(line, 'times', 1);
}
