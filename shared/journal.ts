import { z } from 'zod';
import { accessLevels } from './access-level.ts';
import {
  type ActionState,
  type InterlockReason,
  isFinal,
  type MachineAction,
  machineActionSchema,
  type SeenLater,
} from './action.ts';
import type { AccessLevel } from './access-level.ts';
import { type Failure, failureKinds } from './failure.ts';
import { machineIdSchema } from './machine-settings.ts';
import type { ActionId, Instant, MachineId } from './units.ts';

/** What happened without a ledger of its own: one sentence, once. */
export const journalEventKinds = ['lease', 'connection', 'settings', 'alert', 'notice'] as const;
export type JournalEventKind = (typeof journalEventKinds)[number];

/**
 * What an entry is about. `action` and `console` were sent to a machine, or would have been: they have an outcome.
 * `lease`: Controller taken, extended, given back. `connection`: contact found, lost, a certificate trusted.
 * `settings`: a machine added, changed, removed. `alert`: what a person was told of a run. `notice`: QuantDeck itself, such as a damaged journal.
 */
export const journalKinds = ['action', 'console', ...journalEventKinds] as const;
export type JournalKind = (typeof journalKinds)[number];

export const journalOutcomes = [
  'in-progress',
  'confirmed',
  'refused',
  'not-sent',
  'unknown',
] as const;
/** How what was sent ended, for filtering; events have none. */
export type JournalOutcome = (typeof journalOutcomes)[number];

/** One frame that crossed the wire on behalf of an entry. `text` has its secrets masked. */
export interface EvidenceLine {
  readonly at: Instant;
  readonly direction: 'sent' | 'received';
  readonly text: string;
}

/** A longer line of evidence is cut here and says how much is missing, in characters. */
export const longestEvidence = 4_000;

/** When each step was first known; null if it never was. */
export interface LedgerTimes {
  /** Written to disk immediately before the first byte could leave. */
  readonly sendingAt: Instant | null;
  readonly sentAt: Instant | null;
  readonly acceptedAt: Instant | null;
  readonly checkingAt: Instant | null;
  /** When the final state was reached, or, if interrupted, when the next start found it so. */
  readonly endedAt: Instant | null;
}

/** What is written before the first byte may leave. */
interface IntentFields {
  readonly id: ActionId;
  /** When a person asked for it. */
  readonly at: Instant;
  readonly machineId: MachineId;
  readonly machineName: string;
  /**
   * True if the caller will put the sending mark on disk before the first byte. Only then does its absence prove, after a crash,
   * that nothing was sent; otherwise an interrupted entry always reads as unknown.
   */
  readonly marksSending: boolean;
}

export interface ActionIntent extends IntentFields {
  readonly kind: 'action';
  readonly action: MachineAction;
  /** What the person read and agreed to, as it was shown. */
  readonly acknowledged: readonly InterlockReason[];
  /** The machine's name as typed, where the dialog asked for it. */
  readonly typedName: string | null;
}

export interface ConsoleIntent extends IntentFields {
  readonly kind: 'console';
  /** With its secrets masked. */
  readonly command: string;
  readonly level: AccessLevel;
}

export type LedgerIntent = ActionIntent | ConsoleIntent;

interface LedgerFields {
  /** The last known state. */
  readonly state: ActionState;
  readonly times: LedgerTimes;
  readonly evidence: readonly EvidenceLine[];
  /** QuantDeck ended before the outcome was known; the state was concluded at the next start. */
  readonly interrupted: boolean;
  readonly seenLater: SeenLater | null;
}

export type ActionJournalEntry = ActionIntent & LedgerFields;
export type ConsoleJournalEntry = ConsoleIntent & LedgerFields;
/** Something sent to a machine, or that would have been, with its outcome. */
export type LedgerEntry = ActionJournalEntry | ConsoleJournalEntry;

export interface JournalEvent {
  readonly kind: JournalEventKind;
  readonly id: string;
  readonly at: Instant;
  /** Null for what concerns no machine. */
  readonly machineId: MachineId | null;
  readonly machineName: string | null;
  /** One plain sentence. */
  readonly text: string;
  readonly failure: Failure | null;
}

export type JournalEntry = LedgerEntry | JournalEvent;

export function isLedgerEntry(entry: JournalEntry): entry is LedgerEntry {
  return entry.kind === 'action' || entry.kind === 'console';
}

/** Null for an event. */
export function outcomeOf(entry: JournalEntry): JournalOutcome | null {
  if (!isLedgerEntry(entry)) return null;
  const { state } = entry;
  return isFinal(state) ? (state.kind as JournalOutcome) : 'in-progress';
}

const instantSchema = z.number().transform((at) => at as Instant);
const optionalInstantSchema = instantSchema.nullable();

const failureSchema = z.object({
  // A kind this version does not know must not cost the whole entry.
  kind: z.enum(failureKinds).catch('internal'),
  message: z.string(),
  remedy: z.string(),
  detail: z.string(),
});

const actionStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('preparing') }),
  z.object({ kind: z.literal('sent'), sentAt: instantSchema }),
  z.object({ kind: z.literal('accepted'), sentAt: instantSchema, acceptedAt: instantSchema }),
  z.object({ kind: z.literal('checking'), sentAt: instantSchema }),
  z.object({ kind: z.literal('confirmed'), at: instantSchema, readBack: z.string() }),
  z.object({ kind: z.literal('refused'), at: instantSchema, failure: failureSchema }),
  z.object({ kind: z.literal('not-sent'), at: instantSchema, failure: failureSchema }),
  z.object({ kind: z.literal('unknown'), at: instantSchema, failure: failureSchema }),
]);

const ledgerFields = {
  id: z.string().transform((id) => id as ActionId),
  at: instantSchema,
  machineId: machineIdSchema,
  machineName: z.string(),
  marksSending: z.boolean(),
  state: actionStateSchema,
  times: z.object({
    sendingAt: optionalInstantSchema,
    sentAt: optionalInstantSchema,
    acceptedAt: optionalInstantSchema,
    checkingAt: optionalInstantSchema,
    endedAt: optionalInstantSchema,
  }),
  evidence: z.array(
    z.object({
      at: instantSchema,
      direction: z.enum(['sent', 'received']),
      text: z.string(),
    }),
  ),
  interrupted: z.boolean(),
  seenLater: z.object({ at: instantSchema, text: z.string() }).nullable(),
};

/** An entry as it is kept; fields a newer version added are dropped. */
export const journalEntrySchema: z.ZodType<JournalEntry> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('action'),
    ...ledgerFields,
    action: machineActionSchema,
    acknowledged: z.array(z.object({ code: z.string(), text: z.string() })),
    typedName: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('console'),
    ...ledgerFields,
    command: z.string(),
    level: z.enum(accessLevels),
  }),
  z.object({
    kind: z.enum(journalEventKinds),
    id: z.string(),
    at: instantSchema,
    machineId: machineIdSchema.nullable(),
    machineName: z.string().nullable(),
    text: z.string(),
    failure: failureSchema.nullable(),
  }),
]);

const selection = {
  machineIds: z.array(machineIdSchema).max(200).optional(),
  kinds: z.array(z.enum(journalKinds)).max(journalKinds.length).optional(),
  /** Restricts to what has an outcome. */
  outcomes: z.array(z.enum(journalOutcomes)).max(journalOutcomes.length).optional(),
  /** The first moment that counts, in Unix ms. */
  from: instantSchema.optional(),
  /** The first moment that no longer counts, in Unix ms. */
  to: instantSchema.optional(),
  /** Must occur, in any case, in a name, a text or the evidence. */
  text: z.string().max(200).optional(),
};

/** Which entries; a list that is absent or empty restricts nothing. */
export const journalSelectionSchema = z.strictObject(selection);
export type JournalSelection = Readonly<z.output<typeof journalSelectionSchema>>;

/** Which entries, newest first, and how many of them at a time. */
export const journalFilterSchema = z.strictObject({
  ...selection,
  limit: z.number().int().min(1).max(500),
  /** A page's `next`, for what comes after that page. */
  before: z.number().int().min(0).optional(),
});
export type JournalFilter = Readonly<z.output<typeof journalFilterSchema>>;

export const journalExportFormats = ['csv', 'json'] as const;
export type JournalExportFormat = (typeof journalExportFormats)[number];

export interface JournalPage {
  /** Newest first. */
  readonly entries: readonly JournalEntry[];
  /** Matching entries in all, on this page and others. */
  readonly total: number;
  /** Pass as `before` for the next page; null at the end. */
  readonly next: number | null;
  /** Every machine the journal knows by the name it had last, also those since removed; by name. */
  readonly machines: readonly { readonly id: MachineId; readonly name: string }[];
  /** Entries of this page that are on disk but make no sense, and are left out. */
  readonly unreadable: number;
}

/** Whether what is recorded now will still be there after a restart. */
export type JournalCondition =
  | { readonly kind: 'kept' }
  | { readonly kind: 'memory-only'; readonly failure: Failure };
