import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { PanelApi } from '../../panel/panel-api.ts';

/** Exit codes of both hosts; the start script tells them apart. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  alreadyRunning: 3,
  interrupted: 130,
} as const;

/** How long machines are given to answer `QUIT` when QuantDeck closes, in seconds. */
export const leaveSeconds = 5;

/** Beyond its own bound the panel is not waited for: a host that cannot be closed is worse than a cut connection. */
const graceMilliseconds = 2_000;

/** Leaves every machine, but never takes longer than `leaveSeconds` and a little. Never rejects. */
export async function leaveWithin(panel: Pick<PanelApi, 'leave'>, clock: Clock): Promise<void> {
  let bound: Disposable | undefined;
  const tooLong = new Promise<void>((resolve) => {
    bound = clock.after(leaveSeconds * 1_000 + graceMilliseconds, resolve);
  });
  try {
    await Promise.race([panel.leave(leaveSeconds), tooLong]);
  } catch {
    // A bug in leaving; the process ends either way, and the connections with it.
  } finally {
    bound?.dispose();
  }
}

export interface ShutdownParts {
  readonly panel: Pick<PanelApi, 'leave'>;
  readonly clock: Clock;
  /** Closes windows and sockets after the machines were left. */
  readonly close: () => Promise<void>;
  readonly exit: (code: number) => void;
}

/**
 * The end of a host. The first call leaves every machine, closes and exits with `code`; a second one exits at once with
 * `impatientCode`, for the person who pressed Ctrl+C twice.
 */
export function createShutdown(
  parts: ShutdownParts,
): (code: number, impatientCode: number) => Promise<void> {
  let begun = false;
  return async (code, impatientCode) => {
    if (begun) {
      parts.exit(impatientCode);
      return;
    }
    begun = true;
    await leaveWithin(parts.panel, parts.clock);
    try {
      await parts.close();
    } finally {
      parts.exit(code);
    }
  };
}
