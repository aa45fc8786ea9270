import { type AccessLevel, atLeast } from '../../shared/access-level.ts';
import { type Access, takeAccess } from './commands/access.ts';

/** Asked for more than the cap that a person set for this machine; nothing was sent. */
export class LevelAboveCapError extends Error {
  override readonly name = 'LevelAboveCapError';
  readonly wanted: AccessLevel;
  readonly cap: AccessLevel;

  constructor(wanted: AccessLevel, cap: AccessLevel) {
    super(`${wanted} is above the highest level allowed for this machine, ${cap}`);
    this.wanted = wanted;
    this.cap = cap;
  }
}

export interface AccessControlOptions {
  /** The level this session rests at. */
  readonly rest: Access;
  /** Read at each request, so that a lowered cap holds at once. */
  readonly cap: () => AccessLevel;
  readonly execute: (text: string) => Promise<unknown>;
  readonly onLevel: (level: AccessLevel) => void;
  /** Giving a level back failed: the owner must end the session, which releases it for certain. */
  readonly onStuck: (cause: unknown) => void;
}

/** A level held for one piece of work; give it back in every case. */
export interface LevelLease {
  release(): Promise<void>;
}

interface Holding {
  readonly access: Access;
  holders: number;
  /** Settles when the machine granted or refused it. */
  readonly taken: Promise<void>;
  /** Resolves when it was given back, or never granted. */
  readonly over: Promise<void>;
  readonly finish: () => void;
}

/**
 * Takes access levels on one session for a piece of work and gives them back in every case, restoring level, exclusive
 * and stealth. Work at one level shares it; work at another waits until the first is given back, so that nothing ever
 * runs at a level it was not asked to run at.
 */
export class AccessControl {
  readonly #options: AccessControlOptions;
  #holding: Holding | null = null;
  #level: AccessLevel;

  constructor(options: AccessControlOptions) {
    this.#options = options;
    this.#level = options.rest.level;
  }

  /** The level of the session now. */
  get level(): AccessLevel {
    return this.#level;
  }

  /**
   * Holds a level. Rejects with `LevelAboveCapError` before anything is sent, or with the machine's refusal or the
   * session's end; then nothing is held.
   */
  async hold(level: AccessLevel, exclusive = false): Promise<LevelLease> {
    const cap = this.#options.cap();
    if (!atLeast(cap, level)) throw new LevelAboveCapError(level, cap);
    const wanted: Access = { level, exclusive, stealth: this.#options.rest.stealth };
    if (sameAccess(wanted, this.#options.rest)) return this.#atRest(wanted);
    for (;;) {
      const current: Holding | null = this.#holding;
      if (current === null) break;
      if (sameAccess(current.access, wanted) && current.holders > 0) {
        current.holders++;
        await current.taken;
        return this.#lease(current);
      }
      await current.over;
    }
    const holding = this.#take(wanted);
    await holding.taken;
    return this.#lease(holding);
  }

  /** The resting level needs no command, only that nothing else is held meanwhile. */
  async #atRest(access: Access): Promise<LevelLease> {
    for (;;) {
      const current: Holding | null = this.#holding;
      if (current === null) break;
      if (sameAccess(current.access, access)) {
        current.holders++;
        return this.#lease(current);
      }
      await current.over;
    }
    const { promise: over, resolve: finish } = Promise.withResolvers<void>();
    const holding = { access, holders: 1, taken: Promise.resolve(), over, finish };
    this.#holding = holding;
    return this.#lease(holding);
  }

  #take(access: Access): Holding {
    const { promise: over, resolve: finish } = Promise.withResolvers<void>();
    const taken = this.#options.execute(takeAccess(access).text).then(
      () => this.#setLevel(access.level),
      (cause: unknown) => {
        this.#holding = null;
        finish();
        throw cause;
      },
    );
    const holding: Holding = { access, holders: 1, taken, over, finish };
    this.#holding = holding;
    return holding;
  }

  /** Takes the level this session should have once more, after something else may have changed it. */
  async reassert(): Promise<void> {
    const access = this.#holding?.access ?? this.#options.rest;
    try {
      await this.#options.execute(takeAccess(access).text);
    } catch (cause) {
      this.#options.onStuck(cause);
    }
  }

  #lease(holding: Holding): LevelLease {
    let released = false;
    return {
      release: async () => {
        if (released) return;
        released = true;
        holding.holders--;
        if (holding.holders > 0) return;
        if (!sameAccess(holding.access, this.#options.rest)) await this.#giveBack();
        this.#holding = null;
        holding.finish();
      },
    };
  }

  async #giveBack(): Promise<void> {
    try {
      await this.#options.execute(takeAccess(this.#options.rest).text);
      this.#setLevel(this.#options.rest.level);
    } catch (cause) {
      this.#options.onStuck(cause);
    }
  }

  #setLevel(level: AccessLevel): void {
    this.#level = level;
    this.#options.onLevel(level);
  }
}

function sameAccess(a: Access, b: Access): boolean {
  return a.level === b.level && a.exclusive === b.exclusive && a.stealth === b.stealth;
}
