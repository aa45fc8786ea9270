import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';

/** What a browser gets for a token: its cookie, and the only folder of this port that the cookie opens. */
export interface Entry {
  /** A `Set-Cookie` value. */
  readonly cookie: string;
  /** The folder, with both slashes. */
  readonly folder: string;
}

/** Who may see the panel: a browser that brought a one-time token, for as long as this process runs. */
export interface Gate {
  /** Makes a token that opens the gate once, within `lifeMilliseconds`. */
  issue(lifeMilliseconds: number): string;
  /** Trades a token; null if it is wrong, too old or was used before. */
  exchange(token: string): Entry | null;
  /** Whether a `Cookie` header holds the session. */
  admits(cookieHeader: string | undefined): boolean;
  /** Where everything behind the gate is served. */
  readonly folder: string;
}

/** Tokens that wait to be used, at most: each is of a person who asked for one. */
const mostWaiting = 16;

/**
 * Makes the gate. `random` must answer an unguessable text of characters that are safe in cookies and addresses, each time it is
 * called.
 *
 * Cookies do not know ports: whatever else listens on this computer gets the cookies of 127.0.0.1 from every browser that visits
 * it. So the cookie belongs to a folder that only the admitted browser knows, and no other port is ever asked for that folder. The
 * name carries the port, because two panels on one computer must not sign each other out.
 */
export function createGate(random: () => string, port: number, clock: Pick<Clock, 'now'>): Gate {
  const cookieName = `quantdeck-${port}`;
  const session = random();
  const folder = `/${random()}/`;
  let waiting: readonly { readonly token: string; readonly until: number }[] = [];
  let opened = false;
  return {
    folder,
    issue(lifeMilliseconds) {
      const token = random();
      waiting = [...waiting, { token, until: clock.now() + lifeMilliseconds }].slice(-mostWaiting);
      return token;
    },
    exchange(offered) {
      const found = waiting.find(
        ({ token, until }) => sameText(offered, token) && clock.now() < until,
      );
      if (found === undefined) return null;
      waiting = waiting.filter((each) => each !== found);
      opened = true;
      return {
        cookie: `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=${folder}`,
        folder,
      };
    },
    admits(cookieHeader) {
      if (!opened || cookieHeader === undefined) return false;
      return cookieHeader
        .split(';')
        .map((part) => part.trim())
        .filter((part) => part.startsWith(`${cookieName}=`))
        .some((part) => sameText(part.slice(cookieName.length + 1), session));
    },
  };
}

/** Compares in constant time: digests have one length whatever was offered. */
function sameText(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
