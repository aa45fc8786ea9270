import { command } from './command.ts';
import { readCount } from '../run-topic.ts';

export interface RunTotals {
  readonly stageCount: number | null;
  readonly cycleCount: number | null;
}

const variable = (name: string): string =>
  `$[ top.getChild('PROTOcolDEFinition').variables.get('${name}'.lower(), -1) ]`;

/** How many stages the protocol has, and how many cycles the stage that is on; -1 means the machine does not know. */
export const runTotalsQuery = command<RunTotals>(
  `RET ${variable('${RunMacro}-Stages')} ${variable('${RunMacro}-Stage${Stage}-Count')}`,
  'two numbers',
  (body) =>
    body.args.length === 2
      ? {
          stageCount: readCount(body.args[0]?.text ?? ''),
          cycleCount: readCount(body.args[1]?.text ?? ''),
        }
      : null,
);
