import { z } from 'zod';
import { type ActionRecord, acknowledgementSchema, machineActionSchema } from './action.ts';
import type { AlertsState } from './alert.ts';
import { alertRequests } from './alert-requests.ts';
import type { ConnectionReport } from './connection-test.ts';
import type { ConsoleLine, MachineRunning } from './console.ts';
import { consoleExtraRequests } from './console-extra-requests.ts';
import { consoleRequests } from './console-requests.ts';
import { type ControlsLock, pinSchema } from './controls.ts';
import type { Result } from './failure.ts';
import { fileWishSchema, type HostFacts, type SupportBundle, windowErrorSchema } from './host.ts';
import {
  journalExportFormats,
  journalFilterSchema,
  type JournalPage,
  journalSelectionSchema,
} from './journal.ts';
import { leaseExtensionSchema, leaseWishSchema } from './lease.ts';
import type { MachineSnapshot, TracePoint } from './machine.ts';
import { machineDraftSchema, machineIdSchema, passwordChangeSchema } from './machine-settings.ts';
import { givenPassphraseSchema, newPassphraseSchema, type PasswordKeeping } from './passwords.ts';
import { type Preferences, preferencesChangeSchema } from './preferences.ts';
import type { Protocol } from './protocol.ts';
import { ofMachine, request } from './request-spec.ts';
import {
  knownRunSchema,
  longestNote,
  type RunFile,
  type RunPage,
  type RunRecord,
  runExportFormats,
  runFilterSchema,
  runIdSchema,
  type SentLiveRun,
  type SentTelemetry,
} from './run-history.ts';
import { type RunForecast, runLimitsSchema, type RunUsage } from './run-retention.ts';
import { scriptRequests } from './script-requests.ts';
import type { ScriptRunState } from './scripts.ts';
import type { CommandId } from './shortcuts.ts';
import type { Instant, MachineId } from './units.ts';
import type { CheckedFile, UpdateState } from './updates.ts';

/*
 * THE one table between main and windows. Requests are asked by a window and answered by main; events are told by main.
 * Hosts, the bridge and the handlers all derive their types from here, and main validates every argument with its schema.
 */

/** Something the person should know that belongs to no machine: a damaged file set aside, a store in memory only. */
export interface Notice {
  readonly id: string;
  readonly at: Instant;
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
}

/** What a window needs to draw itself at once. */
export interface PanelView {
  readonly version: string;
  readonly host: 'electron' | 'browser';
  readonly passwords: PasswordKeeping;
  readonly controls: ControlsLock;
  readonly machines: readonly MachineSnapshot[];
  readonly traces: Readonly<Record<MachineId, readonly TracePoint[]>>;
  readonly notices: readonly Notice[];
  readonly alerts: AlertsState;
  readonly preferences: Preferences;
}

/** Characters of a picture that a window sends: below what the browser host takes in one message. */
const longestPicture = 3_000_000;

export const requests = {
  'panel.view': request<Result<PanelView>>()(z.strictObject({})),
  'notices.dismiss': request<Result<null>>()(z.strictObject({ id: z.string().max(100) })),

  /** Replaces whole sections of what was chosen for this workstation; every window then hears of it. */
  'preferences.change': request<Result<null>>()(preferencesChangeSchema),

  /** Keeps this workstation from acting on machines, whichever window asks, until it is unlocked; with a PIN or without. */
  'controls.lock': request<Result<null>>()(z.strictObject({ pin: pinSchema.nullable() })),
  'controls.unlock': request<Result<null>>()(z.strictObject({ pin: pinSchema.nullable() })),

  /** Keeps passwords in an encrypted file from now on. A passphrase travels once, to main only. */
  'passwords.createVault': request<Result<null>>()(
    z.strictObject({ passphrase: newPassphraseSchema }),
  ),
  'passwords.unlock': request<Result<null>>()(
    z.strictObject({ passphrase: givenPassphraseSchema }),
  ),
  'passwords.lock': request<Result<null>>()(z.strictObject({})),
  'passwords.changePassphrase': request<Result<null>>()(
    z.strictObject({ current: givenPassphraseSchema, next: newPassphraseSchema }),
  ),
  /** Deletes the encrypted file. Passwords that are locked in it are lost. */
  'passwords.removeVault': request<Result<null>>()(z.strictObject({})),
  /** Agrees to storing passwords without a keychain, or withdraws that. */
  'passwords.storePlainly': request<Result<null>>()(z.strictObject({ allowed: z.boolean() })),
  /** What the program around the panel can do on this computer. */
  'host.facts': request<Result<HostFacts>>()(z.strictObject({})),
  'host.setOpenAtLogin': request<Result<HostFacts>>()(z.strictObject({ on: z.boolean() })),
  /** The path of a file that the person picks in the system's own dialog; null if none was picked. */
  'host.chooseFile': request<Result<string | null>>()(z.strictObject({ wish: fileWishSchema })),
  /** A mistake in the window, for the log. */
  'host.windowFailed': request<Result<null>>()(windowErrorSchema),
  /** How far QuantDeck is with a newer version of itself. */
  'updates.state': request<Result<UpdateState>>()(z.strictObject({})),
  'updates.check': request<Result<null>>()(z.strictObject({})),
  'updates.download': request<Result<null>>()(z.strictObject({})),
  'updates.install': request<Result<null>>()(z.strictObject({})),
  /** Checks an update that the person picks as a file; null if none was picked. */
  'updates.checkFile': request<Result<CheckedFile | null>>()(z.strictObject({})),
  'support.bundle': request<Result<SupportBundle>>()(
    z.strictObject({ withAddresses: z.boolean() }),
  ),

  'machines.add': request<Result<MachineId>>()(
    z.strictObject({ draft: machineDraftSchema, password: passwordChangeSchema }),
  ),
  'machines.update': request<Result<null>>()(
    z.strictObject({
      machineId: machineIdSchema,
      draft: machineDraftSchema,
      password: passwordChangeSchema,
    }),
  ),
  /** Adds the built-in practice machine again after it was removed. */
  'machines.addSimulated': request<Result<MachineId>>()(z.strictObject({})),
  /** Starts a short canned run on the practice machine. */
  'practice.startRun': request<Result<null>>()(ofMachine),
  'machines.remove': request<Result<null>>()(ofMachine),
  /** Tries a draft step by step without adding it. `machineId` names the machine whose stored password `keep` means. */
  'machines.test': request<Result<ConnectionReport>>()(
    z.strictObject({
      draft: machineDraftSchema,
      password: passwordChangeSchema,
      machineId: machineIdSchema.nullable(),
    }),
  ),

  'connection.connect': request<Result<null>>()(ofMachine),
  'connection.disconnect': request<Result<null>>()(ofMachine),
  'connection.retryNow': request<Result<null>>()(ofMachine),
  /** Pins the offered certificate. `fingerprint` must be the one shown: another one in the meantime is refused. */
  'connection.trust': request<Result<null>>()(
    z.strictObject({ machineId: machineIdSchema, fingerprint: z.string().max(200) }),
  ),
  /** Reads the whole status now; on-demand machines are connected for it and left again. */
  'machine.refresh': request<Result<null>>()(ofMachine),
  /** Takes note that a finished run was seen, so that the card returns to idle. */
  'machine.markRead': request<Result<null>>()(ofMachine),

  /** The protocol of the run that is on or was last; null if the machine has not told it. */
  'run.protocol': request<Result<Protocol | null>>()(ofMachine),

  /** Performs an action. The answer comes when it ended; its progress is in the snapshots. */
  'action.perform': request<Result<ActionRecord>>()(
    z.strictObject({
      machineId: machineIdSchema,
      action: machineActionSchema,
      acknowledgement: acknowledgementSchema.nullable(),
    }),
  ),

  /** Holds a level beyond single actions; the countdown is in the snapshot. */
  'lease.take': request<Result<null>>()(
    z.strictObject({ machineId: machineIdSchema, wish: leaseWishSchema }),
  ),
  'lease.extend': request<Result<null>>()(
    z.strictObject({ machineId: machineIdSchema, seconds: leaseExtensionSchema }),
  ),
  'lease.release': request<Result<null>>()(ofMachine),

  'runs.list': request<Result<RunPage>>()(runFilterSchema),
  'runs.get': request<Result<RunRecord>>()(z.strictObject({ runId: runIdSchema })),
  'runs.telemetry': request<Result<SentTelemetry>>()(z.strictObject({ runId: runIdSchema })),
  /** The run that is on, with what is recorded of it that the window does not have yet; null if none is. */
  'runs.live': request<Result<SentLiveRun | null>>()(
    ofMachine.extend({ known: knownRunSchema.nullable() }),
  ),
  /** One file with a run; `picture` is the timeline as the window drew it, a PNG as base64, for the zip. */
  'runs.export': request<Result<RunFile>>()(
    z.strictObject({
      runId: runIdSchema,
      format: z.enum(runExportFormats),
      picture: z.base64().max(longestPicture).nullable(),
    }),
  ),
  /** Writes beside a run what a person wants to remember of it; empty takes it away. */
  'runs.annotate': request<Result<null>>()(
    z.strictObject({ runId: runIdSchema, note: z.string().max(longestNote) }),
  ),
  'runs.usage': request<Result<RunUsage>>()(z.strictObject({})),
  /** What these limits would remove now. */
  'runs.forecast': request<Result<RunForecast>>()(z.strictObject({ limits: runLimitsSchema })),
  'runs.remove': request<Result<null>>()(z.strictObject({ runId: runIdSchema })),

  'journal.query': request<Result<JournalPage>>()(journalFilterSchema),
  /** The text of a file with everything that matches, oldest first. */
  'journal.export': request<Result<string>>()(
    z.strictObject({ selection: journalSelectionSchema, format: z.enum(journalExportFormats) }),
  ),

  ...alertRequests,
  ...consoleRequests,
  ...consoleExtraRequests,
  ...scriptRequests,
} as const;

export type RequestName = keyof typeof requests;
/** What a window passes. */
export type RequestInput<Name extends RequestName> = z.input<(typeof requests)[Name]['arguments']>;
/** What main's handler receives after validation. */
export type RequestArguments<Name extends RequestName> = z.output<
  (typeof requests)[Name]['arguments']
>;
export type RequestAnswer<Name extends RequestName> = NonNullable<
  (typeof requests)[Name]['answer']
>;

/** What main tells every window, batched to at most 10 deliveries a second. */
export interface PanelEvents {
  /** Snapshots that changed, and all machine ids in display order (a missing id was removed). */
  readonly machines: {
    readonly changed: readonly MachineSnapshot[];
    readonly order: readonly MachineId[];
  };
  readonly traces: readonly {
    readonly machineId: MachineId;
    readonly points: readonly TracePoint[];
  }[];
  readonly console: readonly {
    readonly machineId: MachineId;
    readonly lines: readonly ConsoleLine[];
  }[];
  /** Machines whose unfinished console commands changed, each with all of them. */
  readonly running: readonly MachineRunning[];
  /** Script runs that changed. */
  readonly scripts: readonly ScriptRunState[];
  readonly notices: readonly Notice[];
  readonly alerts: AlertsState;
  /** A person chose a machine outside the window: in a notification, in the tray. */
  readonly 'show-machine': { readonly machineId: MachineId };
  readonly preferences: Preferences;
  readonly passwords: PasswordKeeping;
  readonly controls: ControlsLock;
  /** The application's menu asks this window for something; from hosts that have a menu. */
  readonly command: { readonly id: CommandId };
  readonly updates: UpdateState;
}

export type EventName = keyof PanelEvents;
export type PanelEvent = {
  [Name in EventName]: { readonly event: Name; readonly payload: PanelEvents[Name] };
}[EventName];

/** The one function a host offers to windows. Every request answers a `Result`; a refused sender gets a failure, not silence. */
export type Ask = <Name extends RequestName>(
  name: Name,
  input: RequestInput<Name>,
) => Promise<RequestAnswer<Name>>;

/** What a host puts into a window: in Electron the preload's only global. */
export interface HostApi {
  readonly ask: Ask;
  /** Answers a function that unsubscribes. */
  readonly onEvent: (listener: (event: PanelEvent) => void) => () => void;
}
