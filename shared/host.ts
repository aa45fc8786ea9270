import { z } from 'zod';

/** What the program around the panel can do on this computer, and why not where it cannot. */
export interface HostFacts {
  /** Null where a file can be picked with the system's own dialog; else why not. */
  readonly noFileChoice: string | null;
  readonly openAtLogin:
    | { readonly kind: 'on' }
    | { readonly kind: 'off' }
    | { readonly kind: 'unavailable'; readonly reason: string };
  /** Where QuantDeck writes down what it does. */
  readonly logFile: string;
}

/** The files a person picks, each with its own words and file types in the dialog. */
export const fileWishSchema = z.enum(['ca-file', 'client-certificate', 'client-key']);
export type FileWish = z.infer<typeof fileWishSchema>;

/** Most characters of each part that a window may report of an error; it cuts by itself, main insists. */
export const windowErrorLimits = { message: 2_000, stack: 8_000, place: 200 } as const;

/** A mistake in a window: a script error, a promise nobody handled, or a view that broke. */
export const windowErrorSchema = z.strictObject({
  kind: z.enum(['error', 'rejection', 'view']),
  message: z.string().max(windowErrorLimits.message),
  stack: z.string().max(windowErrorLimits.stack),
  /** Where in the window it was, as the address says. */
  place: z.string().max(windowErrorLimits.place),
});
export type WindowError = Readonly<z.infer<typeof windowErrorSchema>>;

/** A text to give to whoever helps: what runs here and what happened, without secrets. */
export interface SupportBundle {
  readonly fileName: string;
  readonly text: string;
}
