import { z } from 'zod';
import { assertNever } from './assert-never.ts';

/** Characters of a passphrase. Whoever copies the file can try passphrases for as long as they like, so short ones are refused. */
export const passphraseLength = { min: 12, max: 256 } as const;

export const newPassphraseSchema = z
  .string()
  .min(
    passphraseLength.min,
    `Use at least ${passphraseLength.min} characters: whoever copies the file can try passphrases for as long as they like.`,
  )
  .max(
    passphraseLength.max,
    `Keep the passphrase within ${passphraseLength.max} characters, the most QuantDeck takes.`,
  );

/** One that was chosen earlier. Its length is no matter any more: it is right or wrong. */
export const givenPassphraseSchema = z.string().max(passphraseLength.max);

/** Where machine passwords are now, and with that what can be done about it. */
export type PasswordKeeping =
  /** Only until QuantDeck is closed. `mayBePlain`: a file without a keychain may be agreed to instead. */
  | { readonly kind: 'memory'; readonly mayBePlain: boolean }
  /** In a file that anyone with this account can read; a person agreed to it. */
  | { readonly kind: 'plain-file' }
  /** In the encrypted file, unreadable until the passphrase is given. `count` machines wait for theirs. */
  | { readonly kind: 'vault-locked'; readonly count: number }
  | { readonly kind: 'vault-open'; readonly count: number }
  /** Encrypted by the operating system. */
  | { readonly kind: 'keychain' };

/** Where a password that is entered now goes, in plain sentences. */
export function passwordNote(keeping: PasswordKeeping): string {
  switch (keeping.kind) {
    case 'memory':
      return 'Passwords are kept only until QuantDeck is closed. Settings can keep them in an encrypted file.';
    case 'plain-file':
      return 'Passwords are stored without a keychain: anyone who can read this account’s files can read them.';
    case 'vault-locked':
      return 'Stored passwords are locked. Unlock them before you enter a new one.';
    case 'vault-open':
      return 'Passwords are kept in a file that is encrypted with your passphrase.';
    case 'keychain':
      return 'Passwords are encrypted with this computer’s password store.';
    default:
      return assertNever(keeping);
  }
}
