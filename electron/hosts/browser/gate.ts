import { createHash, timingSafeEqual } from 'node:crypto';

/** Who may see the panel: the browser that brought the one-time token, for as long as this process runs. */
export interface Gate {
  /** The one-time token for the address. */
  readonly token: string;
  /** Trades the token for a cookie's `Set-Cookie` value; null if it is wrong or was used before. */
  exchange(token: string): string | null;
  /** Whether a `Cookie` header holds the session. */
  admits(cookieHeader: string | undefined): boolean;
}

/**
 * Makes the gate. `random` must answer an unguessable text of cookie-safe characters each time it is called.
 * Cookies do not know ports, so the name carries it: two panels on one computer must not sign each other out.
 */
export function createGate(random: () => string, port: number): Gate {
  const cookieName = `quantdeck-${port}`;
  const token = random();
  const session = random();
  let spent = false;
  let opened = false;
  return {
    token,
    exchange(offered) {
      const matches = sameText(offered, token);
      if (!matches || spent) return null;
      spent = true;
      opened = true;
      return `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`;
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
