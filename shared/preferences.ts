import { z } from 'zod';
import { alertPreferencesSchema, defaultAlertPreferences } from './alert-preferences.ts';
import { runLimitsSchema } from './run-retention.ts';

/*
 * What a person chose for this workstation, whichever window they chose it in; main keeps it. One section a feature: a section that
 * cannot be read falls back alone, and a window changes one section at a time.
 */
export const preferenceSections = {
  alerts: alertPreferencesSchema,
  history: runLimitsSchema,
  /** Whether the welcome of the very first start was left. */
  welcome: z.strictObject({ seen: z.boolean() }),
} as const;

export const preferencesSchema = z.strictObject(preferenceSections);
export type Preferences = Readonly<z.infer<typeof preferencesSchema>>;

export const defaultPreferences: Preferences = {
  alerts: defaultAlertPreferences,
  history: { keepDays: null, keepMegabytes: null },
  welcome: { seen: false },
};

/** What a window asks to change: whole sections. */
export const preferencesChangeSchema = preferencesSchema.partial();
export type PreferencesChange = z.infer<typeof preferencesChangeSchema>;
