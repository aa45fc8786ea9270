import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AccessControl,
  LevelAboveCapError,
  LevelHeldError,
  type LevelLease,
} from '../../../electron/machine/access-control.ts';
import type { AccessLevel } from '../../../shared/access-level.ts';
import { MachineError } from '../../../electron/scpi/errors.ts';
import { settle } from '../../support/fake-clock.ts';

const rest = 'ACC -stealth=False -exclusive=False Observer';
const controller = 'ACC -stealth=False -exclusive=False Controller';
const exclusive = 'ACC -stealth=False -exclusive=True Controller';

/** The machine's side of one session: grants in the order asked, when told to. */
class Grantor {
  /** The level the machine has this session at, as its last granted command said. */
  held = rest;
  readonly sent: string[] = [];
  readonly stuck: unknown[] = [];
  readonly shown: AccessLevel[] = [];
  cap: AccessLevel = 'Full';
  automatic = true;
  readonly #waiting: Readonly<Record<'grant' | 'refuse' | 'lose', () => void>>[] = [];
  readonly control = new AccessControl({
    rest: { level: 'Observer', exclusive: false, stealth: false },
    cap: () => this.cap,
    execute: (text) => this.#execute(text),
    onLevel: (level) => this.shown.push(level),
    onStuck: (cause) => this.stuck.push(cause),
  });

  get waiting(): number {
    return this.#waiting.length;
  }

  answer(how: 'grant' | 'refuse' | 'lose'): void {
    this.#waiting.shift()?.[how]();
  }

  #execute(text: string): Promise<void> {
    this.sent.push(text);
    return new Promise((resolve, reject) => {
      const entry = {
        grant: () => {
          this.held = text;
          resolve();
        },
        refuse: () => {
          const details = {
            errorKind: 'InvocationError',
            fields: [],
            text: 'no',
            chain: [],
            raw: 'no',
          };
          reject(new MachineError(text, 1, details));
        },
        /** The machine did it, and its answer never came. */
        lose: () => {
          this.held = text;
          reject(new Error('the connection was lost'));
        },
      };
      if (this.automatic) entry.grant();
      else this.#waiting.push(entry);
    });
  }
}

describe('access control', () => {
  it('takes a level and gives it back with exclusive and stealth as they were', async () => {
    const grantor = new Grantor();
    const lease = await grantor.control.hold('Controller', { exclusive: true });
    expect(grantor.held).toBe(exclusive);
    expect(grantor.control.level).toBe('Controller');
    await lease.release();
    await lease.release();
    expect(grantor.sent).toEqual([exclusive, rest]);
    expect(grantor.shown).toEqual(['Controller', 'Observer']);
  });

  it('shares one level between two holders until the last gives it back', async () => {
    const grantor = new Grantor();
    const [first, second] = await Promise.all([
      grantor.control.hold('Controller'),
      grantor.control.hold('Controller'),
    ]);
    await first.release();
    expect(grantor.held).toBe(controller);
    await second.release();
    expect(grantor.sent).toEqual([controller, rest]);
  });

  it.each([
    ['another level', (control: AccessControl) => control.hold('Administrator')],
    [
      'the same level exclusively',
      (control: AccessControl) => control.hold('Controller', { exclusive: true }),
    ],
    [
      'the same level hidden',
      (control: AccessControl) => control.hold('Controller', { stealth: true }),
    ],
    ['the resting level', (control: AccessControl) => control.hold('Observer')],
    ['less than the resting level', (control: AccessControl) => control.hold('Guest')],
  ])('makes %s wait until the first was given back', async (_, wanted) => {
    const grantor = new Grantor();
    const first = await grantor.control.hold('Controller');
    let granted = false;
    const second = wanted(grantor.control).then((lease) => {
      granted = true;
      return lease;
    });
    await settle();
    expect(granted).toBe(false);
    await first.release();
    await (await second).release();
    expect(grantor.held).toBe(rest);
  });

  it('lets plain work share a level that is held exclusively', async () => {
    const grantor = new Grantor();
    const first = await grantor.control.hold('Controller', { exclusive: true, stealth: true });
    const second = await grantor.control.hold('Controller');
    await first.release();
    await second.release();
    expect(grantor.sent).toEqual(['ACC -stealth=True -exclusive=True Controller', rest]);
  });

  it('refuses work at another level while a person holds one, instead of waiting', async () => {
    const grantor = new Grantor();
    const standing = await grantor.control.hold('Administrator', { standing: true });
    await expect(grantor.control.hold('Controller')).rejects.toThrow(LevelHeldError);
    await expect(grantor.control.hold('Observer')).rejects.toThrow(LevelHeldError);
    await (await grantor.control.hold('Administrator')).release();
    expect(grantor.control.level).toBe('Administrator');
    await standing.release();
    expect(grantor.held).toBe(rest);
  });

  it('lets work that does not mind a higher level share the one a person holds', async () => {
    const grantor = new Grantor();
    const standing = await grantor.control.hold('Administrator', { standing: true });
    await (await grantor.control.hold('Controller', { orHigher: true })).release();
    expect(grantor.sent).toEqual(['ACC -stealth=False -exclusive=False Administrator']);
    await standing.release();
    expect(grantor.held).toBe(rest);
  });

  it('sends nothing for the resting level', async () => {
    const grantor = new Grantor();
    const [first, second] = await Promise.all([
      grantor.control.hold('Observer'),
      grantor.control.hold('Observer'),
    ]);
    await first.release();
    await second.release();
    expect(grantor.sent).toEqual([]);
  });

  it('never asks for more than the cap of the moment, and sends nothing then', async () => {
    const grantor = new Grantor();
    grantor.cap = 'Observer';
    await expect(grantor.control.hold('Controller')).rejects.toThrow(LevelAboveCapError);
    grantor.cap = 'Controller';
    await expect(grantor.control.hold('Administrator')).rejects.toThrow(LevelAboveCapError);
    expect(grantor.sent).toEqual([]);
  });

  it('holds work that had to wait against the cap of when its turn came', async () => {
    const grantor = new Grantor();
    const first = await grantor.control.hold('Controller');
    const second = grantor.control.hold('Administrator');
    const rejection = expect(second).rejects.toThrow(LevelAboveCapError);
    grantor.cap = 'Controller';
    await first.release();
    await rejection;
    expect(grantor.sent).toEqual([controller, rest]);
  });

  it('holds nothing after a refusal, for anyone who waited for it', async () => {
    const grantor = new Grantor();
    grantor.automatic = false;
    const holds = [grantor.control.hold('Controller'), grantor.control.hold('Controller')];
    const outcomes = Promise.allSettled(holds);
    await settle();
    expect(grantor.sent).toEqual([controller]);
    grantor.answer('refuse');
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    grantor.automatic = true;
    await (await grantor.control.hold('Controller')).release();
    expect(grantor.held).toBe(rest);
  });

  it('ends the session when it is not known whether a level was taken', async () => {
    const grantor = new Grantor();
    grantor.automatic = false;
    const hold = grantor.control.hold('Controller');
    const rejection = expect(hold).rejects.toThrow('lost');
    await settle();
    grantor.answer('lose');
    await settle();
    grantor.automatic = true;
    await rejection;
    expect(grantor.held === rest || grantor.stuck.length > 0).toBe(true);
  });

  it('ends the session when a level cannot be given back', async () => {
    const grantor = new Grantor();
    const lease = await grantor.control.hold('Controller');
    grantor.automatic = false;
    const released = lease.release();
    await settle();
    grantor.answer('refuse');
    await released;
    expect(grantor.stuck).toHaveLength(1);
  });

  it('does not take back a level that is just being given back, when it reasserts', async () => {
    const grantor = new Grantor();
    const lease = await grantor.control.hold('Controller');
    grantor.automatic = false;
    const released = lease.release();
    const reasserted = grantor.control.reassert();
    while (grantor.waiting > 0) {
      grantor.answer('grant');
      await settle();
    }
    await Promise.all([released, reasserted]);
    expect(grantor.held).toBe(rest);
  });

  it('does not take a level that is just being refused, when it reasserts', async () => {
    const grantor = new Grantor();
    grantor.automatic = false;
    const hold = grantor.control.hold('Controller').catch(() => null);
    const reasserted = grantor.control.reassert();
    await settle();
    grantor.answer('refuse');
    await settle();
    while (grantor.waiting > 0) {
      grantor.answer('grant');
      await settle();
    }
    await Promise.all([hold, reasserted]);
    expect(grantor.held).toBe(rest);
  });

  it('stands at the resting level after any order of holding, refusals and giving back', async () => {
    const wish = fc.record({
      level: fc.constantFrom<AccessLevel[]>('Guest', 'Observer', 'Controller', 'Administrator'),
      exclusive: fc.boolean(),
      stealth: fc.boolean(),
      standing: fc.boolean(),
    });
    const step = fc.oneof(
      fc.record({ kind: fc.constant('hold' as const), wish }),
      fc.record({ kind: fc.constant('release' as const), which: fc.nat(9) }),
      fc.record({ kind: fc.constant('reassert' as const) }),
      fc.record({
        kind: fc.constant('answer' as const),
        how: fc.constantFrom('grant' as const, 'refuse' as const, 'lose' as const),
      }),
      fc.record({ kind: fc.constant('settle' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const grantor = new Grantor();
        grantor.automatic = false;
        const leases: LevelLease[] = [];
        const running: Promise<unknown>[] = [];
        for (const each of steps) {
          if (each.kind === 'hold')
            running.push(
              grantor.control.hold(each.wish.level, each.wish).then(
                (lease) => leases.push(lease),
                () => {},
              ),
            );
          if (each.kind === 'release') {
            const [lease] = leases.splice(each.which % Math.max(1, leases.length), 1);
            if (lease) running.push(lease.release());
          }
          if (each.kind === 'reassert') running.push(grantor.control.reassert());
          if (each.kind === 'answer') grantor.answer(each.how);
          if (each.kind === 'settle') await flush();
        }
        // Everybody gives back, and the machine answers everything, until nothing moves any more.
        for (let round = 0; round < 60; round++) {
          grantor.answer('grant');
          running.push(...leases.splice(0).map((lease) => lease.release()));
          await flush();
        }
        await Promise.all(running);
        expect(grantor.held === rest || grantor.stuck.length > 0).toBe(true);
        if (grantor.stuck.length === 0) expect(grantor.control.level).toBe('Observer');
      }),
      { numRuns: 300 },
    );
  });
});

async function flush(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await Promise.resolve();
}
