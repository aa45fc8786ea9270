import { parseArgs } from 'node:util';
import { type AccessLevel, accessLevels, readAccessLevel } from '../../shared/access-level.ts';

export interface CliOptions {
  readonly host: string;
  readonly port: number;
  readonly tlsPort: number | null;
  readonly speed: number;
  readonly seed: number;
  readonly nickname: string | null;
  readonly password: string | null;
  readonly passwordLevel: AccessLevel | null;
  readonly defaultLevel: AccessLevel | null;
  readonly maxLevel: AccessLevel | null;
  readonly run: boolean;
  readonly control: boolean;
  /** A recorded messages.log to play; null for a live instrument. */
  readonly replay: string | null;
}

/** A flag that cannot be understood; its message is one sentence for the terminal. */
export class UsageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UsageError';
  }
}

export const usage = `Usage: npm run simulator -- [options]
  --port N            plain TCP port, 0 for any free one (default 7000)
  --tls-port N        also listen with TLS and a self-signed certificate
  --host H            address to listen on (default 127.0.0.1)
  --speed X           times faster than real time (default 1)
  --seed N            seed of everything random (default 1)
  --nickname NAME     the name of the instrument
  --password P        the password that raises the access limit
  --password-level L  the limit once the password is given (default Controller)
  --default-level L   the level of a new connection (default Observer)
  --max-level L       the limit without a password
  --run               start a demonstration run at once
  --replay FILE       play a recorded messages.log instead of simulating
  --control           obey JSON lines from standard input, and stop at its end
  --help              show this text`;

const flags = {
  port: { type: 'string' },
  'tls-port': { type: 'string' },
  host: { type: 'string' },
  speed: { type: 'string' },
  seed: { type: 'string' },
  nickname: { type: 'string' },
  password: { type: 'string' },
  'password-level': { type: 'string' },
  'default-level': { type: 'string' },
  'max-level': { type: 'string' },
  run: { type: 'boolean' },
  replay: { type: 'string' },
  control: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** Reads the command line; null if it asks for help. Throws UsageError. */
export function readCliOptions(args: readonly string[]): CliOptions | null {
  const values = parse(args);
  if (values.help) return null;
  if (values.replay !== undefined && values.run) {
    throw new UsageError('--run and --replay cannot be used together: a recording runs by itself.');
  }
  return {
    host: values.host ?? '127.0.0.1',
    port: readPort('--port', values.port ?? '7000'),
    tlsPort: values['tls-port'] === undefined ? null : readPort('--tls-port', values['tls-port']),
    speed: readNumber('--speed', values.speed ?? '1', 0.001, 10_000),
    seed: readInteger('--seed', values.seed ?? '1', 0, 2 ** 32 - 1),
    nickname: values.nickname ?? null,
    password: values.password ?? null,
    passwordLevel: readLevel('--password-level', values['password-level']),
    defaultLevel: readLevel('--default-level', values['default-level']),
    maxLevel: readLevel('--max-level', values['max-level']),
    run: values.run ?? false,
    control: values.control ?? false,
    replay: values.replay ?? null,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: false })
      .values;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${reason.replace(/[.\n].*$/s, '')}.`, { cause });
  }
}

function readPort(flag: string, text: string): number {
  return readInteger(flag, text, 0, 65_535);
}

function readInteger(flag: string, text: string, least: number, most: number): number {
  if (!/^\d+$/.test(text)) throw new UsageError(`${flag} must be a whole number, not '${text}'.`);
  return readNumber(flag, text, least, most);
}

function readNumber(flag: string, text: string, least: number, most: number): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!(value >= least && value <= most)) {
    throw new UsageError(`${flag} must be a number from ${least} to ${most}, not '${text}'.`);
  }
  return value;
}

function readLevel(flag: string, text: string | undefined): AccessLevel | null {
  if (text === undefined) return null;
  const level = readAccessLevel(text);
  if (level === null) {
    throw new UsageError(`${flag} must be one of ${accessLevels.join(', ')}, not '${text}'.`);
  }
  return level;
}
