import { type AccessLevel, accessLevels, atLeast } from '../../shared/access-level.ts';
import type { SessionId } from '../../shared/units.ts';
import { CommandFailure } from './command-failure.ts';

export interface HeldAccess {
  readonly level: AccessLevel;
  readonly exclusive: boolean;
  readonly stealth: boolean;
}

interface AccessNotice {
  readonly session: SessionId;
  readonly level: AccessLevel;
  readonly exclusive: boolean;
}

export interface AccessOptions {
  readonly defaultLevel: AccessLevel;
  /** The most a session may take before it gives a password. */
  readonly maxLevel: AccessLevel;
  /** Hears every change that is not stealthy. */
  readonly onChange: (notice: AccessNotice) => void;
}

interface Entry {
  held: HeldAccess;
  maximum: AccessLevel;
}

/** Who holds which level, and who may take which (instrument protocol, section 5). */
export class AccessControl {
  readonly #options: AccessOptions;
  readonly #entries = new Map<SessionId, Entry>();

  constructor(options: AccessOptions) {
    this.#options = options;
  }

  add(session: SessionId): void {
    const level = this.#options.defaultLevel;
    this.#entries.set(session, {
      held: { level, exclusive: false, stealth: false },
      maximum: higher(this.#options.maxLevel, level),
    });
  }

  /** A disconnect gives the level back, and the others hear of it. */
  remove(session: SessionId): void {
    const entry = this.#entries.get(session);
    this.#entries.delete(session);
    if (entry && !entry.held.stealth && entry.held.level !== 'Guest') {
      this.#options.onChange({ session, level: 'Guest', exclusive: false });
    }
  }

  /** What every session holds. */
  get levels(): readonly AccessLevel[] {
    return [...this.#entries.values()].map(({ held }) => held.level);
  }

  held(session: SessionId): HeldAccess {
    return this.#entry(session).held;
  }

  /** Raises what the session may take; it still has to take it. */
  raiseMaximum(session: SessionId, level: AccessLevel): void {
    const entry = this.#entry(session);
    entry.maximum = higher(entry.maximum, level);
  }

  /** Throws AccessLevelExceeded above the maximum, and InvocationError where exclusive access is in the way. */
  take(session: SessionId, wanted: HeldAccess): void {
    const entry = this.#entry(session);
    if (!atLeast(entry.maximum, wanted.level)) {
      throw new CommandFailure(
        'AccessLevelExceeded',
        `Access level ${wanted.level} exceeds the limit of this connection`,
        { accessLimit: entry.maximum },
      );
    }
    this.#refuseConflict(session, wanted);
    entry.held = wanted;
    if (!wanted.stealth) {
      this.#options.onChange({ session, level: wanted.level, exclusive: wanted.exclusive });
    }
  }

  #refuseConflict(session: SessionId, wanted: HeldAccess): void {
    if (!atLeast(wanted.level, 'Controller')) return;
    for (const [other, { held }] of this.#entries) {
      if (other === session || !atLeast(held.level, 'Controller')) continue;
      if (!wanted.exclusive && !held.exclusive) continue;
      const kind = held.exclusive ? 'exclusive ' : '';
      throw new CommandFailure(
        'InvocationError',
        `Cannot take ${wanted.exclusive ? 'exclusive ' : ''}${wanted.level} access --> Session ${other} holds ${kind}${held.level} access`,
        { sessionid: other },
      );
    }
  }

  #entry(session: SessionId): Entry {
    const entry = this.#entries.get(session);
    if (!entry) throw new Error(`No session ${session}`);
    return entry;
  }
}

function higher(a: AccessLevel, b: AccessLevel): AccessLevel {
  return accessLevels[Math.max(accessLevels.indexOf(a), accessLevels.indexOf(b))] ?? a;
}
