import { type AccessLevel, readAccessLevel } from '../../../shared/access-level.ts';
import type { ConsoleLine } from '../../../shared/console.ts';
import type { LineLog } from '../../stores/line-log.ts';

/** A command of a person that the machine refused for want of access. */
export interface AccessRefusal {
  readonly command: string;
  /** The level it was sent at, as far as the machine said. */
  readonly had: AccessLevel | null;
  readonly needed: AccessLevel | null;
}

const refused = /^\[InsufficientAccess\]/;

/** Reads what a refusal says (instrument protocol, section 4), and finds the command it answers. */
export function accessRefusal(line: ConsoleLine, log: LineLog): AccessRefusal | null {
  if (line.kind !== 'error' || line.origin !== 'console' || !refused.test(line.text)) return null;
  const command = commandOf(line, log);
  if (command === null) return null;
  return {
    command,
    had: levelIn(line.text, 'currentAccess'),
    needed: levelIn(line.text, 'requiredAccess'),
  };
}

function levelIn(text: string, option: string): AccessLevel | null {
  const value = new RegExp(`-${option}="?(\\w+)"?`).exec(text)?.[1];
  return value === undefined ? null : readAccessLevel(value);
}

/** A reply rarely comes more than this many lines after its command. */
const lookBack = 20_000;

function commandOf(reply: ConsoleLine, log: LineLog): string | null {
  const end = Math.max(log.first, reply.sequence - lookBack);
  for (let sequence = reply.sequence - 1; sequence >= end; sequence -= 1) {
    const line = log.at(sequence);
    if (line?.kind === 'opened') return null;
    if (line?.kind === 'command' && line.ident === reply.ident)
      return line.clipped ? null : line.text;
  }
  return null;
}
