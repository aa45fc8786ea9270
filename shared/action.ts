import { z } from 'zod';
import { assertNever } from './assert-never.ts';
import type { Failure } from './failure.ts';
import type { ActionId, Instant, MachineId } from './units.ts';

/** Temperatures the block may be set to by hand, in °C (product page, interlocks). */
export const blockRange = { min: 4, max: 100 } as const;

export const machineActionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open-drawer') }),
  z.strictObject({
    kind: z.literal('close-drawer'),
    /** Lowers the cover onto the plate afterwards. */
    lowerCover: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('lower-cover') }),
  z.strictObject({ kind: z.literal('power-on') }),
  z.strictObject({ kind: z.literal('power-off') }),
  z.strictObject({
    kind: z.literal('block-on'),
    target: z.number().min(blockRange.min).max(blockRange.max),
  }),
  z.strictObject({ kind: z.literal('block-off') }),
  z.strictObject({ kind: z.literal('pause') }),
  z.strictObject({ kind: z.literal('resume') }),
  z.strictObject({ kind: z.literal('stop-after-cycle') }),
  z.strictObject({ kind: z.literal('abort') }),
  z.strictObject({ kind: z.literal('restart-software') }),
]);
/** Something a person asks a machine to do. */
export type MachineAction = Readonly<z.infer<typeof machineActionSchema>>;
export type ActionKind = MachineAction['kind'];

/** Words for buttons, dialogs and the journal. `doing` completes "accepted, …". */
export const actionWords: Readonly<
  Record<ActionKind, { readonly name: string; readonly doing: string; readonly done: string }>
> = {
  'open-drawer': { name: 'Open drawer', doing: 'opening the drawer…', done: 'Drawer open' },
  'close-drawer': { name: 'Close drawer', doing: 'closing the drawer…', done: 'Drawer closed' },
  'lower-cover': { name: 'Lower cover', doing: 'lowering the cover…', done: 'Cover down' },
  'power-on': { name: 'Power on', doing: 'switching on…', done: 'Power on' },
  'power-off': { name: 'Power off', doing: 'switching off…', done: 'Power off' },
  'block-on': { name: 'Heat block', doing: 'setting the block…', done: 'Block set' },
  'block-off': { name: 'Block off', doing: 'switching the block off…', done: 'Block off' },
  pause: { name: 'Pause', doing: 'pausing…', done: 'Run paused' },
  resume: { name: 'Resume', doing: 'resuming…', done: 'Run resumed' },
  'stop-after-cycle': {
    name: 'Stop after cycle',
    doing: 'stopping after this cycle…',
    done: 'Stop requested',
  },
  abort: { name: 'Abort', doing: 'aborting the run…', done: 'Run aborted' },
  'restart-software': {
    name: 'Restart software',
    doing: 'restarting the machine’s software…',
    done: 'Software restarted',
  },
};

/** One thing a person must have read before an action is sent. `code` is what an acknowledgement names. */
export interface InterlockReason {
  readonly code: string;
  readonly text: string;
}

/** What must be done besides reading: nothing more, holding the button, or typing the machine's name. */
export type ConfirmEffort = 'confirm' | 'hold' | 'type-name';

/** The interlocks' answer to one action in one situation. */
export type Verdict =
  | { readonly kind: 'allow'; readonly note: string | null }
  | {
      readonly kind: 'confirm';
      readonly effort: ConfirmEffort;
      readonly reasons: readonly InterlockReason[];
      /** Names the situation the reasons are about; sent back with the acknowledgement, which is void if it changed. */
      readonly situation: string;
    }
  | {
      readonly kind: 'refuse';
      readonly reason: InterlockReason;
      /** What could be asked for instead, in words; null if nothing. */
      readonly instead: string | null;
    };

/** Code of the refusal that ends by itself: an image is being taken, and opening would spoil it. */
export const imagingCode = 'imaging';

/** Whether what is refused now can be asked for once the image that is being taken is there. */
export function waitsForImage(verdict: Verdict): boolean {
  return verdict.kind === 'refuse' && verdict.reason.code === imagingCode;
}

/** What a person agreed to in a dialog. */
export const acknowledgementSchema = z.strictObject({
  situation: z.string().max(500),
  codes: z.array(z.string().max(100)).max(20),
  /** The machine's name as typed, where the dialog asked for it. */
  typedName: z.string().max(100),
});
export type Acknowledgement = Readonly<z.infer<typeof acknowledgementSchema>>;

/** How far an action has come. The last four are final; every action ends in exactly one of them. */
export type ActionState =
  | { readonly kind: 'preparing' }
  | { readonly kind: 'sent'; readonly sentAt: Instant }
  | { readonly kind: 'accepted'; readonly sentAt: Instant; readonly acceptedAt: Instant }
  /** The machine answered `OK`; its state is being read back. */
  | { readonly kind: 'checking'; readonly sentAt: Instant }
  /** Done and read back: `readBack` says what the machine now reports. */
  | { readonly kind: 'confirmed'; readonly at: Instant; readonly readBack: string }
  | { readonly kind: 'refused'; readonly at: Instant; readonly failure: Failure }
  | { readonly kind: 'not-sent'; readonly at: Instant; readonly failure: Failure }
  /** Written, but the end is not known: contact lost, no answer, or the read-back disagrees. */
  | { readonly kind: 'unknown'; readonly at: Instant; readonly failure: Failure };

/** What the machine said at the next contact after an outcome stayed unknown. */
export interface SeenLater {
  readonly at: Instant;
  readonly text: string;
}

export interface ActionRecord {
  readonly id: ActionId;
  readonly machineId: MachineId;
  readonly action: MachineAction;
  readonly requestedAt: Instant;
  /** What the person had to read and agree to before it was sent; empty where nothing was asked. */
  readonly acknowledged: readonly InterlockReason[];
  readonly state: ActionState;
  /** Beside an unknown outcome, once the machine was heard again. */
  readonly seenLater: SeenLater | null;
}

export function isFinal(state: ActionState): boolean {
  switch (state.kind) {
    case 'preparing':
    case 'sent':
    case 'accepted':
    case 'checking':
      return false;
    case 'confirmed':
    case 'refused':
    case 'not-sent':
    case 'unknown':
      return true;
    default:
      return assertNever(state);
  }
}
