import * as fc from 'fast-check';
import type { ActionState } from '../../../../shared/action.ts';
import { type Failure, failureKinds } from '../../../../shared/failure.ts';
import {
  type ActionIntent,
  type JournalEntry,
  type JournalEvent,
  journalEventKinds,
  type LedgerEntry,
} from '../../../../shared/journal.ts';
import type { ActionId, Instant, MachineId } from '../../../../shared/units.ts';

export function instant(at: number): Instant {
  return at as Instant;
}

/** An intent to open a drawer; tests change what they are about. */
export function anIntent(changes: Partial<ActionIntent> = {}): ActionIntent {
  return {
    kind: 'action',
    id: 'action-1' as ActionId,
    at: instant(1_000),
    machineId: 'machine-1' as MachineId,
    machineName: 'Left machine',
    marksSending: true,
    action: { kind: 'open-drawer' },
    acknowledged: [],
    typedName: null,
    ...changes,
  };
}

export const failure: Failure = {
  kind: 'no-answer',
  message: 'The machine did not answer.',
  remedy: 'Look at the machine.',
  detail: 'no reply for 30 s',
};

/** Moments far apart, and some so close together that borders are met. */
export const moments = fc
  .oneof(
    fc.integer({ min: Date.UTC(2020), max: Date.UTC(2030) }),
    fc.integer({ min: 0, max: 3 }).map((more) => Date.UTC(2026) + more),
  )
  .map(instant);
const at = moments;
const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '=1+2',
    '-5',
    '@x',
    "'=2",
    'Größe 20 µl',
    'a,"b"\r\nc',
    '100%_\\',
    '\tOPEN',
    'open drawer',
  ),
);
const failures: fc.Arbitrary<Failure> = fc.record({
  kind: fc.constantFrom(...failureKinds),
  message: text,
  remedy: text,
  detail: text,
});
export const states: fc.Arbitrary<ActionState> = fc.oneof(
  fc.constant({ kind: 'preparing' } as const),
  fc.record({ kind: fc.constant('sent' as const), sentAt: at }),
  fc.record({ kind: fc.constant('accepted' as const), sentAt: at, acceptedAt: at }),
  fc.record({ kind: fc.constant('checking' as const), sentAt: at }),
  fc.record({ kind: fc.constant('confirmed' as const), at, readBack: text }),
  fc.record({ kind: fc.constantFrom('refused', 'not-sent', 'unknown'), at, failure: failures }),
);
const machines = fc
  .constantFrom('a', 'b', 'c')
  .map((id) => ({ machineId: id as MachineId, machineName: `Machine ${id.toUpperCase()}` }));
const optionalAt = fc.option(at);

const ledgerEntries = fc
  .record({
    machine: machines,
    what: fc.oneof(
      fc.record({
        kind: fc.constant('action' as const),
        action: fc.oneof(
          fc.constantFrom({ kind: 'open-drawer' } as const, { kind: 'abort' } as const),
          fc.integer({ min: 4, max: 100 }).map((target) => ({ kind: 'block-on' as const, target })),
        ),
        acknowledged: fc.array(fc.record({ code: text, text }), { maxLength: 2 }),
        typedName: fc.option(text),
      }),
      fc.record({
        kind: fc.constant('console' as const),
        command: text,
        level: fc.constantFrom('Observer' as const, 'Controller' as const),
      }),
    ),
    id: fc.uuid().map((id) => id as ActionId),
    at,
    marksSending: fc.boolean(),
    state: states,
    times: fc.record({
      sendingAt: optionalAt,
      sentAt: optionalAt,
      acceptedAt: optionalAt,
      checkingAt: optionalAt,
      endedAt: optionalAt,
    }),
    evidence: fc.array(
      fc.record({ at, direction: fc.constantFrom('sent' as const, 'received' as const), text }),
      { maxLength: 3 },
    ),
    interrupted: fc.boolean(),
    seenLater: fc.option(fc.record({ at, text })),
  })
  .map(({ machine, what, ...fields }): LedgerEntry => ({ ...fields, ...machine, ...what }));

const events = fc
  .record({
    machine: fc.oneof(machines, fc.constant({ machineId: null, machineName: null })),
    kind: fc.constantFrom(...journalEventKinds),
    id: fc.uuid(),
    at,
    text,
    failure: fc.option(failures),
  })
  .map(({ machine, ...fields }): JournalEvent => ({ ...fields, ...machine }));

/** Any entry there can be, with unpleasant texts. */
export const entries: fc.Arbitrary<JournalEntry> = fc.oneof(ledgerEntries, events);
/** Entries of different ids, in the order of recording. */
export const histories: fc.Arbitrary<readonly JournalEntry[]> = fc.uniqueArray(entries, {
  maxLength: 25,
  selector: ({ id }) => id,
});
