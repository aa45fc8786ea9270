import { z } from 'zod';
import { assertNever } from './assert-never.ts';
import type { Failure } from './failure.ts';
import { machineIdSchema } from './machine-settings.ts';
import { describeSeconds } from './protocol-words.ts';
import type { Instant } from './units.ts';
import { visibleText } from './visible-text.ts';

/*
 * What a person is told without looking: that a run ended, was paused, went wrong, or is out of sight. An alert is an event of a
 * machine as this workstation noticed it, once.
 */

/** What can be switched on and off, in the order of the settings. */
export const alertKinds = [
  'finished',
  'paused',
  'error',
  'stopped',
  'aborted',
  'lost-contact',
  'recovered',
] as const;
export type AlertKind = (typeof alertKinds)[number];

declare const alertId: unique symbol;
/** Names one event for good: the same event has the same id after a restart, another one never has it. */
export type AlertId = string & { readonly [alertId]: 'AlertId' };

export const alertIdSchema = z
  .string()
  .min(1)
  .max(200)
  .transform((id) => id as AlertId);

const instant = z
  .number()
  .int()
  .transform((at) => at as Instant);
const title = z.string().max(10_000);
/** Whether this workstation asked for it. */
const asker = z.enum(['here', 'elsewhere']);

export const alertEventSchema = z.discriminatedUnion('kind', [
  /** `sawEnd` is false where the run was over when contact came back, and nothing said how. */
  z.strictObject({ kind: z.literal('finished'), title, sawEnd: z.boolean() }),
  z.strictObject({ kind: z.literal('paused'), title, asker }),
  /** A run that failed, or a machine that reports an error. `title` is null outside a run, `reason` the machine's own words. */
  z.strictObject({
    kind: z.literal('error'),
    title: title.nullable(),
    reason: z.string().max(10_000),
    runEnded: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('stopped'), title, asker }),
  z.strictObject({ kind: z.literal('aborted'), title, asker }),
  z.strictObject({ kind: z.literal('lost-contact'), title }),
  z.strictObject({ kind: z.literal('recovered'), title, awaySeconds: z.number().min(0) }),
  /** A person tries whether alerts arrive. */
  z.strictObject({ kind: z.literal('test') }),
]);
export type AlertEvent = Readonly<z.infer<typeof alertEventSchema>>;

export const alertSchema = z.strictObject({
  id: alertIdSchema,
  /** Null for a test. */
  machineId: machineIdSchema.nullable(),
  /** As the machine was called then; empty for a test. */
  machineName: z.string().max(200),
  /** When this workstation noticed, which may be long after it happened. */
  at: instant,
  event: alertEventSchema,
  /** It came in the quiet hours: shown in windows, without sound and without a notification. */
  quiet: z.boolean(),
});
export type Alert = Readonly<z.infer<typeof alertSchema>>;

/** Ways an alert reaches a person beside being shown in the window; each is used once for an alert, by one window or host. */
export const alertChannels = ['notification', 'sound'] as const;
export type AlertChannel = (typeof alertChannels)[number];

/** Where alerts are sent to, as far as windows may know it: the address itself can be a secret. */
export interface WebhookFacts {
  readonly host: string;
  /** Not encrypted on its way. */
  readonly plain: boolean;
  readonly hasToken: boolean;
  /** Why the last alert did not get there; null if it did. */
  readonly trouble: Failure | null;
}

/** What windows know of alerts. */
export interface AlertsState {
  /** Not dismissed yet, oldest first. */
  readonly open: readonly Alert[];
  /** Null if no address is set. */
  readonly webhook: WebhookFacts | null;
}

export const noAlerts: AlertsState = { open: [], webhook: null };

export interface AlertWords {
  readonly title: string;
  readonly body: string;
}

/** What an alert says. Names and titles come from machines, so characters that would act are shown instead. */
export function alertWords({
  event,
  machineName,
}: Pick<Alert, 'event' | 'machineName'>): AlertWords {
  const words = wordsOf(event);
  const name = visibleText(machineName);
  return name === '' ? words : { ...words, title: `${name}: ${words.title}` };
}

function wordsOf(event: AlertEvent): AlertWords {
  switch (event.kind) {
    case 'finished':
      return event.sawEnd
        ? { title: 'run finished', body: `${runName(event.title)} is done.` }
        : {
            title: 'run over',
            body: `${runName(event.title)} is no longer on. It ended while QuantDeck was not in contact, so how it ended is not known.`,
          };
    case 'paused':
      return {
        title: 'run paused',
        body: `${runName(event.title)} was paused ${by(event.asker)}.`,
      };
    case 'error': {
      const reason = event.reason === '' ? '' : ` The machine says: ${visibleText(event.reason)}`;
      if (event.runEnded)
        return {
          title: 'run failed',
          body: `${runName(event.title ?? '')} ended with an error.${reason}`,
        };
      const during = event.title === null ? '' : ` during ${runName(event.title, false)}`;
      return {
        title: 'error',
        body: `The machine reports an error${during}. Look at its screen.${reason}`,
      };
    }
    case 'stopped':
      return {
        title: 'run stopped',
        body: `${runName(event.title)} was stopped ${by(event.asker)}.`,
      };
    case 'aborted':
      return {
        title: 'run aborted',
        body: `${runName(event.title)} was aborted ${by(event.asker)}.`,
      };
    case 'lost-contact':
      return {
        title: 'lost contact',
        body: `Nothing is heard from the machine. ${runName(event.title)} may be continuing.`,
      };
    case 'recovered':
      return {
        title: 'in contact again',
        body: `${runName(event.title)} is on. Contact was away for ${describeSeconds(event.awaySeconds)}.`,
      };
    case 'test':
      return { title: 'QuantDeck test', body: 'Alerts look like this one.' };
    default:
      return assertNever(event);
  }
}

function by(who: z.infer<typeof asker>): string {
  return who === 'here' ? 'from here' : 'by someone else';
}

function runName(text: string, first = true): string {
  const article = first ? 'The' : 'the';
  return text === '' ? `${article} run` : `${article} run “${visibleText(text)}”`;
}
