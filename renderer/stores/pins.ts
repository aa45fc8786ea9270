import { z } from 'zod';

/** What is kept of a PIN: enough to recognise it, not to read it. */
export const pinRecordSchema = z.strictObject({
  salt: z.base64().min(1).max(100),
  hash: z.base64().min(1).max(100),
  iterations: z.number().int().min(1).max(10_000_000),
});
export type PinRecord = Readonly<z.infer<typeof pinRecordSchema>>;

/** Turns PINs into records and recognises them. */
export interface Pins {
  /** False where the browser offers no cryptography, as for a page that came over plain HTTP from another computer. */
  readonly available: boolean;
  /** Rejects where PINs are not available. */
  make(pin: string): Promise<PinRecord>;
  check(record: PinRecord, pin: string): Promise<boolean>;
}

export const pinDigits = { min: 4, max: 8 } as const;

/** Whether a text can be a PIN: 4 to 8 digits. */
export function isPin(text: string): boolean {
  return new RegExp(`^\\d{${pinDigits.min},${pinDigits.max}}$`).test(text);
}

/** About 50 ms on an office computer. So short a secret cannot be made strong; it only must not lie around readable. */
const iterations = 210_000;
const saltBytes = 16;
const hashBits = 256;

/** PINs by the browser's own PBKDF2 with SHA-256. */
export function pinsOf(
  crypto: Pick<Crypto, 'getRandomValues'> & { readonly subtle?: SubtleCrypto },
): Pins {
  const { subtle } = crypto;
  const derive = async (
    pin: string,
    salt: Uint8Array<ArrayBuffer>,
    rounds: number,
  ): Promise<string> => {
    if (subtle === undefined) throw new Error('This page has no SubtleCrypto');
    const key = await subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, [
      'deriveBits',
    ]);
    const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds };
    return toBase64(new Uint8Array(await subtle.deriveBits(parameters, key, hashBits)));
  };
  return {
    available: subtle !== undefined,
    async make(pin) {
      const salt = crypto.getRandomValues(new Uint8Array(saltBytes));
      return { salt: toBase64(salt), hash: await derive(pin, salt, iterations), iterations };
    },
    async check(record, pin) {
      return (await derive(pin, fromBase64(record.salt), record.iterations)) === record.hash;
    },
  };
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
