import { newPassphraseSchema } from '../../../shared/passwords.ts';

/** Why these two entries make no passphrase; null if they do. Main looks at it again. */
export function newPassphraseProblem(next: string, again: string): string | null {
  const reading = newPassphraseSchema.safeParse(next);
  if (!reading.success) return reading.error.issues[0]?.message ?? 'Choose another passphrase.';
  return next === again ? null : 'The two entries differ.';
}
