import { type AccessLevel, atLeast } from '../../shared/access-level.ts';
import { MachineError } from '../scpi/errors.ts';
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

/** How a level is held. */
export interface HoldOptions {
  /** Keeps other sessions from Controller; refused by the machine while one has it. */
  readonly exclusive?: boolean;
  /** Hides the change of level from the notices other sessions get. */
  readonly stealth?: boolean;
  /** Held by a person for a while: work at another level is refused instead of waiting for its end. */
  readonly standing?: boolean;
  /**
   * A higher level that is held already will do. For QuantDeck's own actions, whose commands are known: an abort must not
   * be refused because a person holds Administrator.
   */
  readonly orHigher?: boolean;
}

/** A level held for one piece of work; give it back in every case. */
export interface LevelLease {
  /** False at the resting level, which needs no command. */
  readonly raised: boolean;
  /** Never rejects. */
  release(): Promise<void>;
}

/** A person holds another level on this session, so the work was not begun. */
export class LevelHeldError extends Error {
  override readonly name = 'LevelHeldError';
  readonly held: AccessLevel;
  readonly wanted: AccessLevel;

  constructor(held: AccessLevel, wanted: AccessLevel) {
    super(`${held} is being held, so nothing runs as ${wanted} meanwhile`);
    this.held = held;
    this.wanted = wanted;
  }
}

interface Holding {
  readonly access: Access;
  readonly standing: boolean;
  holders: number;
  /** Settles when the machine granted or refused it. */
  taken: Promise<void>;
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
   * Holds a level. Rejects with `LevelAboveCapError` or `LevelHeldError` before anything is sent, or with the machine's
   * refusal or the session's end; then nothing is held.
   */
  async hold(level: AccessLevel, options: HoldOptions = {}): Promise<LevelLease> {
    const { rest, cap } = this.#options;
    const {
      exclusive = rest.exclusive,
      stealth = rest.stealth,
      standing = false,
      orHigher = false,
    } = options;
    const wanted: Access = { level, exclusive, stealth };
    for (;;) {
      // Anew after every wait: the cap may have been lowered meanwhile.
      const highest = cap();
      if (!atLeast(highest, level)) throw new LevelAboveCapError(level, highest);
      const current: Holding | null = this.#holding;
      if (current === null) return this.#begin(wanted, standing);
      if (current.holders > 0 && serves(current.access, wanted, orHigher)) {
        current.holders++;
        // Refused to the first is refused to all who waited with it.
        await current.taken;
        return this.#lease(current);
      }
      if (current.standing) throw new LevelHeldError(current.access.level, level);
      await current.over;
    }
  }

  /** Takes the level this session should have once more, after something else may have changed it. */
  async reassert(): Promise<void> {
    for (;;) {
      const holding: Holding | null = this.#holding;
      if (holding === null) return this.#restore(this.#options.rest);
      // A level that is being refused or given back must not be taken by this.
      if (holding.holders === 0) await holding.over;
      else await holding.taken.catch(() => {});
      if (this.#holding === holding && holding.holders > 0) return this.#restore(holding.access);
    }
  }

  async #begin(access: Access, standing: boolean): Promise<LevelLease> {
    const { promise: over, resolve: finish } = Promise.withResolvers<void>();
    const taken = Promise.resolve();
    const holding: Holding = { access, standing, holders: 1, taken, over, finish };
    this.#holding = holding;
    if (!this.#isRest(access)) {
      holding.taken = this.#take(access, holding);
      await holding.taken;
    }
    return this.#lease(holding);
  }

  async #take(access: Access, holding: Holding): Promise<void> {
    try {
      await this.#options.execute(takeAccess(access).text);
      this.#setLevel(access.level);
    } catch (cause) {
      this.#holding = null;
      holding.finish();
      // No answer, or none in time: the machine may have granted it all the same.
      if (!(cause instanceof MachineError)) this.#options.onStuck(cause);
      throw cause;
    }
  }

  #lease(holding: Holding): LevelLease {
    let released = false;
    const raised = !this.#isRest(holding.access);
    return {
      raised,
      release: async () => {
        if (released) return;
        released = true;
        holding.holders--;
        if (holding.holders > 0) return;
        if (raised) await this.#restore(this.#options.rest);
        this.#holding = null;
        holding.finish();
      },
    };
  }

  async #restore(access: Access): Promise<void> {
    try {
      await this.#options.execute(takeAccess(access).text);
      this.#setLevel(access.level);
    } catch (cause) {
      this.#options.onStuck(cause);
    }
  }

  #isRest({ level, exclusive, stealth }: Access): boolean {
    const { rest } = this.#options;
    return level === rest.level && exclusive === rest.exclusive && stealth === rest.stealth;
  }

  #setLevel(level: AccessLevel): void {
    this.#level = level;
    this.#options.onLevel(level);
  }
}

/** Whether work that wants one access may share another: an exclusive or hidden hold also serves the plain wish. */
function serves(held: Access, wanted: Access, orHigher: boolean): boolean {
  return (
    (held.level === wanted.level || (orHigher && atLeast(held.level, wanted.level))) &&
    (held.exclusive || !wanted.exclusive) &&
    (held.stealth || !wanted.stealth)
  );
}
