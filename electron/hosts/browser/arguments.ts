import { isAbsolute, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface HostArguments {
  /** 1 to 65535, 0 for any free port, null for the usual one or, if that is taken, any free one. */
  readonly port: number | null;
  /** Absolute; null for the user's usual data folder. */
  readonly dataDirectory: string | null;
  /** The browser to open the window with; null to only print the address. */
  readonly browser: string | null;
}

export type ArgumentsReading =
  | { readonly kind: 'run'; readonly arguments: HostArguments }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problem: string };

export const usage = `Usage: npm run web -- [--port N] [--data DIR] [--no-open]

  --port N      the port on this computer (0: any free one)
  --data DIR    the folder with machines, journal and settings
  --no-open     only print the address, open no window
`;

/** Reads the command line; relative paths start at `workingDirectory`. */
export function readArguments(
  words: readonly string[],
  workingDirectory: string,
): ArgumentsReading {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...words],
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        browser: { type: 'string' },
        'no-open': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }));
  } catch (failure) {
    return { kind: 'wrong', problem: failure instanceof Error ? failure.message : String(failure) };
  }
  if (values.help) return { kind: 'help' };
  const { port, data, browser } = values;
  if (port !== undefined && (!/^\d{1,5}$/.test(port) || Number(port) > 65_535))
    return {
      kind: 'wrong',
      problem: `“${port}” is not a port: use a number from 0 to 65535.`,
    };
  if (data === '') return { kind: 'wrong', problem: '--data needs a folder.' };
  return {
    kind: 'run',
    arguments: {
      port: port === undefined ? null : Number(port),
      dataDirectory: data === undefined ? null : absolute(data, workingDirectory),
      browser: values['no-open'] || browser === undefined || browser === '' ? null : browser,
    },
  };
}

function absolute(path: string, workingDirectory: string): string {
  return isAbsolute(path) ? path : resolve(workingDirectory, path);
}
