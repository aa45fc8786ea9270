import { z } from 'zod';
import { type AlertKind, alertKinds } from './alert.ts';
import { machineIdSchema } from './machine-settings.ts';
import type { Instant } from './units.ts';

/** Minutes after local midnight. */
const minuteOfDay = z.number().int().min(0).max(1439);

export const webhookFormats = ['json', 'ntfy', 'slack'] as const;
export type WebhookFormat = (typeof webhookFormats)[number];

/** When closing the window leaves QuantDeck in the tray. */
export const trayChoices = ['during-runs', 'always', 'never'] as const;

export const alertPreferencesSchema = z.strictObject({
  kinds: z.strictObject(
    Object.fromEntries(alertKinds.map((kind) => [kind, z.boolean()])) as Record<
      AlertKind,
      z.ZodBoolean
    >,
  ),
  /** Machines that are not told about. */
  machinesOff: z.array(machineIdSchema).max(1_000).readonly(),
  /** Also tells of a pause, stop or abort that was asked for here. */
  ownActions: z.boolean(),
  sound: z.boolean(),
  /** Local time; across midnight where `from` is later than `to`. */
  quietHours: z.strictObject({ on: z.boolean(), from: minuteOfDay, to: minuteOfDay }),
  /** The address and its token are secrets and are kept elsewhere. */
  webhook: z.strictObject({
    on: z.boolean(),
    format: z.enum(webhookFormats),
    duringQuietHours: z.boolean(),
  }),
  keepInTray: z.enum(trayChoices),
  /** Whether it was said once that a closed window leaves QuantDeck in the tray. */
  trayExplained: z.boolean(),
});
export type AlertPreferences = Readonly<z.infer<typeof alertPreferencesSchema>>;
export type QuietHours = AlertPreferences['quietHours'];

export const defaultAlertPreferences: AlertPreferences = {
  kinds: {
    finished: true,
    paused: true,
    error: true,
    stopped: true,
    aborted: true,
    'lost-contact': true,
    recovered: true,
  },
  machinesOff: [],
  ownActions: false,
  sound: true,
  quietHours: { on: false, from: 22 * 60, to: 7 * 60 },
  webhook: { on: false, format: 'json', duringQuietHours: false },
  keepInTray: 'during-runs',
  trayExplained: false,
};

/** Whether a moment falls in the quiet hours of this workstation's local time. An empty span is never quiet. */
export function isQuiet({ on, from, to }: QuietHours, at: Instant): boolean {
  if (!on) return false;
  const date = new Date(at);
  const minute = date.getHours() * 60 + date.getMinutes();
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}
