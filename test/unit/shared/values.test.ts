import { describe, expect, it } from 'vitest';
import { accessLevels, atLeast, lowerOf, readAccessLevel } from '../../../shared/access-level.ts';
import { actionWords, isFinal, machineActionSchema } from '../../../shared/action.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import { requests } from '../../../shared/contract.ts';
import { fail, succeed } from '../../../shared/failure.ts';
import { freshness } from '../../../shared/freshness.ts';
import { leaseWishSchema } from '../../../shared/lease.ts';
import {
  machineDraftSchema,
  machineIdSchema,
  machineSettingsSchema,
  noTlsSettings,
} from '../../../shared/machine-settings.ts';
import type { Instant } from '../../../shared/units.ts';

describe('access levels', () => {
  it('are ordered from Guest to Full', () => {
    for (const [index, level] of accessLevels.entries())
      for (const [other, required] of accessLevels.entries()) {
        expect(atLeast(level, required)).toBe(index >= other);
        expect(lowerOf(level, required)).toBe(accessLevels[Math.min(index, other)]);
      }
  });

  it('are read in any case, and nothing else is', () => {
    for (const level of accessLevels)
      expect(readAccessLevel(` ${level.toUpperCase()} `)).toBe(level);
    for (const text of ['', 'Contr', 'Observer!', 'constructor'])
      expect(readAccessLevel(text)).toBeNull();
  });
});

describe('freshness', () => {
  it.each([
    [0, 'fresh'],
    [9_999, 'fresh'],
    [10_000, 'stale'],
    [59_999, 'stale'],
    [60_000, 'lost'],
    [3_600_000, 'lost'],
    // A clock set back must not make a value look old.
    [-5_000, 'fresh'],
  ] as const)('after %i ms of silence is %s', (age, expected) => {
    expect(freshness(1_000_000 as Instant, (1_000_000 + age) as Instant)).toBe(expected);
  });

  it('is lost where nothing was ever heard', () => {
    expect(freshness(null, 0 as Instant)).toBe('lost');
  });
});

describe('actions', () => {
  it('all have words for buttons, progress and the journal', () => {
    for (const { name, doing, done } of Object.values(actionWords))
      for (const words of [name, doing, done]) expect(words.length).toBeGreaterThan(3);
    const kinds = machineActionSchema.options.map((option) => option.shape.kind.value);
    expect(kinds.toSorted()).toEqual(Object.keys(actionWords).toSorted());
  });

  it.each([3.9, 100.1, Number.NaN, Number.POSITIVE_INFINITY, '60', null])(
    'do not set the block to %s',
    (target) => {
      expect(machineActionSchema.safeParse({ kind: 'block-on', target }).success).toBe(false);
    },
  );

  it('take nothing besides what they need', () => {
    expect(machineActionSchema.safeParse({ kind: 'abort', force: true }).success).toBe(false);
    expect(machineActionSchema.safeParse({ kind: 'explode' }).success).toBe(false);
  });

  it('end in one of four states', () => {
    const at = 1 as Instant;
    const failure = { kind: 'internal', message: '', remedy: '', detail: '' } as const;
    const open = [
      { kind: 'preparing' },
      { kind: 'sent', sentAt: at },
      { kind: 'accepted', sentAt: at, acceptedAt: at },
      { kind: 'checking', sentAt: at },
    ] as const;
    const over = [
      { kind: 'confirmed', at, readBack: '' },
      { kind: 'refused', at, failure },
      { kind: 'not-sent', at, failure },
      { kind: 'unknown', at, failure },
    ] as const;
    expect(open.map(isFinal)).toEqual([false, false, false, false]);
    expect(over.map(isFinal)).toEqual([true, true, true, true]);
  });
});

const draft = {
  name: ' Lab 2 ',
  address: ' qs5:7443 ',
  cap: 'Controller',
  mode: 'stay-connected',
  tls: noTlsSettings,
};

describe('what a person sets up', () => {
  it('is trimmed and checked field by field', () => {
    expect(machineDraftSchema.parse(draft)).toMatchObject({ name: 'Lab 2', address: 'qs5:7443' });
    for (const wrong of [
      { name: '   ' },
      { name: 'x'.repeat(61) },
      { address: 'not an address' },
      { cap: 'Emperor' },
      { mode: 'sometimes' },
      { tls: { ...noTlsSettings, pinnedFingerprint: 'AA:BB' } },
      { password: 'hunter2-secret' },
    ])
      expect(machineDraftSchema.safeParse({ ...draft, ...wrong }).success).toBe(false);
  });

  it('is told in plain words what is wrong with an address', () => {
    const reading = machineDraftSchema.safeParse({ ...draft, address: 'qs5:0' });
    expect(reading.error?.issues[0]?.message).toContain('not a port');
  });

  it('has an id that cannot be mistaken for a path or a property', () => {
    for (const id of ['', '../x', 'A', '__proto__', 'x'.repeat(65)])
      expect(machineIdSchema.safeParse(id).success).toBe(false);
    expect(machineIdSchema.safeParse('constructor').success).toBe(true);
  });

  it('holds no password in its settings', () => {
    const settings = { kind: 'network', id: 'm1', ...draft };
    expect(machineSettingsSchema.safeParse(settings).success).toBe(true);
    expect(machineSettingsSchema.safeParse({ ...settings, password: 'x' }).success).toBe(false);
  });

  it('cannot hold a level for longer than an hour or less than half a minute', () => {
    const wish = { level: 'Controller', exclusive: false, stealth: false, seconds: 300 };
    expect(leaseWishSchema.safeParse(wish).success).toBe(true);
    for (const seconds of [29, 3_601, 60.5, Number.NaN])
      expect(leaseWishSchema.safeParse({ ...wish, seconds }).success).toBe(false);
    expect(leaseWishSchema.safeParse({ ...wish, level: 'Observer' }).success).toBe(false);
  });
});

describe('the contract', () => {
  it('refuses fields it does not know in every request', () => {
    for (const [name, { arguments: schema }] of Object.entries(requests)) {
      const reading = schema.safeParse({ surprise: 1 });
      expect(reading.success, name).toBe(false);
    }
  });

  it('has results that say whether they are one', () => {
    expect(succeed(1)).toEqual({ ok: true, value: 1 });
    const failure = { kind: 'busy', message: '', remedy: '', detail: '' } as const;
    expect(fail(failure)).toEqual({ ok: false, failure });
  });
});

it('a value outside its union throws instead of passing', () => {
  expect(() => assertNever('surprise' as never)).toThrow('surprise');
});
