import { randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { ControlsLock } from '../../shared/controls.ts';
import { type Failure, fail, type Result, succeed } from '../../shared/failure.ts';
import type { Instant } from '../../shared/units.ts';
import type { Clock } from '../base/clock.ts';
import { OneAtATime } from '../base/one-at-a-time.ts';
import { Emitter } from '../base/emitter.ts';
import { type HashCost, slowHash } from '../base/slow-hash.ts';
import { KeptFile } from './kept-file.ts';

/** 32 MiB and about a tenth of a second. So short a secret cannot be made strong; it only must not lie around readable. */
const pinCost: HashCost = { cost: 2 ** 15, blockSize: 8, parallelization: 1 };
const saltBytes = 16;

/** Wrong PINs that cost no more than the try; each further one doubles the wait. */
const freeTries = 3;
const firstWaitMilliseconds = 5_000;
const longestWaitMilliseconds = 300_000;

const lockSchema = z.strictObject({
  since: z.number().transform((at) => at as Instant),
  pin: z
    .strictObject({
      salt: z.base64(),
      hash: z.base64(),
      cost: z
        .number()
        .int()
        .min(2)
        .max(2 ** 20),
      blockSize: z.literal(8),
      parallelization: z.literal(1),
    })
    .nullable(),
  wrongTries: z.number().int().min(0),
  /** When the last wrong PIN was given; null if none was. */
  wrongAt: z
    .number()
    .transform((at) => at as Instant)
    .nullable(),
});
type Lock = Readonly<z.output<typeof lockSchema>>;

const fileSchema = z.strictObject({ version: z.literal(1), lock: lockSchema.nullable() });

/**
 * The lock of this workstation's controls, in `controls.json` of the data directory: no window and no restart gets round it. A
 * damaged file was a lock once and stays one, without its PIN.
 */
export class ControlsLockFile {
  readonly #clock: Clock;
  readonly #cost: HashCost;
  readonly #file: KeptFile;
  readonly #changed = new Emitter<ControlsLock>();
  #lock: Lock | null = null;
  /** One at a time: two tries side by side would count as one. */
  readonly #alone = new OneAtATime();

  readonly onChange = this.#changed.event;

  constructor(dataDirectory: string, clock: Clock, cost: HashCost = pinCost) {
    this.#clock = clock;
    this.#cost = cost;
    this.#file = new KeptFile({
      directory: dataDirectory,
      name: 'controls',
      holds: 'Whether the controls are locked',
      remedy: 'They are locked without a PIN: unlock them at the bottom left.',
      clock,
    });
    if (this.#file.isNew) return;
    const reading = fileSchema.safeParse(this.#file.found);
    if (reading.success) this.#lock = reading.data.lock;
    else {
      // What the file system could read but nobody can understand has not been set aside yet.
      if (this.#file.problems.length === 0)
        this.#file.setAside(
          'Whether the controls are locked could not be read, so they are locked without a PIN',
        );
      this.#lock = { since: clock.now(), pin: null, wrongTries: 0, wrongAt: null };
    }
  }

  /** What loading found, in plain sentences for the person. */
  get problems(): readonly string[] {
    return this.#file.problems;
  }

  get state(): ControlsLock {
    const lock = this.#lock;
    if (lock === null) return { kind: 'open' };
    return {
      kind: 'locked',
      since: lock.since,
      pin: lock.pin !== null,
      retryAt: retryAt(lock, this.#clock.now()),
    };
  }

  /** Why nothing may act on a machine now; null if it may. */
  objection(): Failure | null {
    return this.#lock === null ? null : controlsLocked;
  }

  /** Throws if the disk refuses; nothing is locked then. */
  async lock(pin: string | null): Promise<Result<null>> {
    return this.#alone.run(async () => {
      if (this.#lock !== null) return fail(lockedAlready);
      const made = pin === null ? null : await this.#hashed(pin);
      this.#keep({ since: this.#clock.now(), pin: made, wrongTries: 0, wrongAt: null });
      return done;
    }, fail(busy));
  }

  /** Opens at the right PIN. After wrong ones it waits longer each time, also across a restart. */
  async unlock(pin: string | null): Promise<Result<null>> {
    return this.#alone.run(async () => {
      const lock = this.#lock;
      if (lock === null) return done;
      const now = this.#clock.now();
      const until = retryAt(lock, now);
      if (until !== null) return fail(tooSoon(until - now));
      if (lock.pin === null || (pin !== null && (await matches(lock.pin, pin)))) {
        this.#open();
        return done;
      }
      this.#keep({ ...lock, wrongTries: lock.wrongTries + 1, wrongAt: this.#clock.now() });
      return fail(wrongPin);
    }, fail(busy));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #hashed(pin: string): Promise<NonNullable<Lock['pin']>> {
    const salt = randomBytes(saltBytes);
    const hash = await slowHash(pin, salt, this.#cost);
    return {
      salt: salt.toString('base64'),
      hash: hash.toString('base64'),
      cost: this.#cost.cost,
      blockSize: 8,
      parallelization: 1,
    };
  }

  #keep(lock: Lock): void {
    this.#file.write({ version: 1, lock });
    this.#set(lock);
  }

  /** A full disk must not keep anybody from stopping a run: it opens all the same, and is locked again after a restart. */
  #open(): void {
    this.#set(null);
    try {
      this.#file.write({ version: 1, lock: null });
    } catch {
      // See above.
    }
  }

  #set(lock: Lock | null): void {
    this.#lock = lock;
    this.#changed.fire(this.state);
  }
}

const done = succeed(null);

async function matches(kept: NonNullable<Lock['pin']>, pin: string): Promise<boolean> {
  const { salt, hash, cost, blockSize, parallelization } = kept;
  const wanted = Buffer.from(hash, 'base64');
  const given = await slowHash(pin, Buffer.from(salt, 'base64'), {
    cost,
    blockSize,
    parallelization,
  });
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

/** When the next PIN is looked at; null if now. A clock that was set back makes nobody wait longer than the wait. */
function retryAt({ wrongTries, wrongAt }: Lock, now: Instant): Instant | null {
  if (wrongAt === null || wrongTries < freeTries) return null;
  const wait = Math.min(
    longestWaitMilliseconds,
    firstWaitMilliseconds * 2 ** Math.min(wrongTries - freeTries, 10),
  );
  const until = Math.min(wrongAt, now) + wait;
  return until > now ? (until as Instant) : null;
}

const controlsLocked: Failure = {
  kind: 'controls-locked',
  message: 'The controls of this workstation are locked.',
  remedy: 'Unlock them at the bottom left first. Nothing was sent.',
  detail: '',
};

const lockedAlready: Failure = {
  kind: 'controls-locked',
  message: 'The controls are locked already.',
  remedy: 'Unlock them first.',
  detail: '',
};

const wrongPin: Failure = {
  kind: 'controls-locked',
  message: 'That is not the PIN.',
  remedy: 'Ask whoever locked the controls.',
  detail: '',
};

const busy: Failure = {
  kind: 'busy',
  message: 'A PIN is being checked already.',
  remedy: 'Wait a moment, then try again.',
  detail: '',
};

function tooSoon(milliseconds: number): Failure {
  const seconds = Math.ceil(milliseconds / 1_000);
  return {
    kind: 'controls-locked',
    message: `There were several wrong PINs, so the next one is looked at in ${seconds} s.`,
    remedy: 'Wait, or ask whoever locked the controls.',
    detail: '',
  };
}
