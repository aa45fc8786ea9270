import { z } from 'zod';
import { updateChannels } from './updates.ts';
import { alertPreferencesSchema, defaultAlertPreferences } from './alert-preferences.ts';
import { runLimitsSchema } from './run-retention.ts';

/*
 * What a person chose for this workstation, whichever window they chose it in; main keeps it. One section a feature: a section that
 * cannot be read falls back alone, and a window changes one section at a time.
 */
export const preferenceSections = {
  updates: z.strictObject({
    /** Whether to look for a newer version once a day. */
    look: z.boolean(),
    channel: z.enum(updateChannels),
  }),
  alerts: alertPreferencesSchema,
  history: runLimitsSchema,
  /** Whether the welcome of the very first start was left. */
  welcome: z.strictObject({ seen: z.boolean() }),
  passwords: z.strictObject({
    /** Whether a person agreed to storing passwords without a keychain. */
    plainFile: z.boolean(),
  }),
} as const;

export const preferencesSchema = z.strictObject(preferenceSections);
export type Preferences = Readonly<z.infer<typeof preferencesSchema>>;

export const defaultPreferences: Preferences = {
  updates: { look: false, channel: 'stable' },
  alerts: defaultAlertPreferences,
  history: { keepDays: null, keepMegabytes: null },
  welcome: { seen: false },
  passwords: { plainFile: false },
};

/** What a window asks to change: whole sections. What has a request of its own cannot be changed past it. */
export const preferencesChangeSchema = preferencesSchema.omit({ passwords: true }).partial();
export type PreferencesChange = z.infer<ReturnType<typeof preferencesSchema.partial>>;
