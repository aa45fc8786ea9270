import {
  createCipheriv,
  createDecipheriv,
  createHash,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { z } from 'zod';
import { machineIdSchema } from '../../../shared/machine-settings.ts';
import type { MachineId } from '../../../shared/units.ts';
import { type HashCost, slowHash } from '../../base/slow-hash.ts';

/*
 * The encrypted file of passwords, as values: nothing here touches the disk.
 *
 * Key: scrypt of the passphrase (Unicode NFKC) with a random salt. Content: AES-256-GCM with a fresh nonce at each writing, the
 * version and the key's parameters authenticated with it, padded so that its length does not tell the passwords'. The ids of
 * the machines are readable beside it: QuantDeck must know who waits for a password before it can be read.
 */

/** 128 MiB and about half a second on an office computer (OWASP's first choice for scrypt). */
export const usualKeyCost: HashCost = { cost: 2 ** 17, blockSize: 8, parallelization: 1 };

const saltBytes = 16;
const nonceBytes = 12;
const paddedTo = 1_024;

const bytesOf = (length: number) =>
  z.base64().transform((text, context) => {
    const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
    if (bytes.length !== length) context.addIssue({ code: 'custom', message: 'wrong length' });
    return bytes;
  });

const bodySchema = z.strictObject({
  key: z.strictObject({
    kind: z.literal('scrypt'),
    salt: bytesOf(saltBytes),
    // Bounded: a file from elsewhere must not ask for all the memory there is.
    cost: z
      .number()
      .int()
      .min(2)
      .max(2 ** 20)
      .refine((cost) => Number.isInteger(Math.log2(cost))),
    blockSize: z.literal(8),
    parallelization: z.number().int().min(1).max(4),
  }),
  machines: z.array(machineIdSchema).max(10_000),
  content: z.strictObject({
    kind: z.literal('aes-256-gcm'),
    nonce: bytesOf(nonceBytes),
    tag: bytesOf(16),
    data: z.base64().transform((text) => Uint8Array.from(Buffer.from(text, 'base64'))),
  }),
});

const fileSchema = z.strictObject({
  version: z.literal(1),
  /** Of `body`, so that damage is told from a wrong passphrase. */
  checksum: z.hex(),
  body: z.unknown(),
});

const contentSchema = z.strictObject({ passwords: z.record(machineIdSchema, z.string()) });

/** A key with what it was made from, for as long as the file is open. */
export interface VaultKey {
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly cost: HashCost;
  readonly bytes: Buffer;
}

/** A file that is whole. What it holds is not known yet. */
export type SealedVault = Readonly<z.output<typeof bodySchema>>;

export type Passwords = ReadonlyMap<MachineId, string>;

/** Makes the key of a passphrase, with a new salt unless one is given. Takes its time on purpose, off the main thread. */
export async function makeKey(
  passphrase: string,
  cost: HashCost,
  salt: Uint8Array<ArrayBuffer> = Uint8Array.from(randomBytes(saltBytes)),
): Promise<VaultKey> {
  return { salt, cost, bytes: await slowHash(passphrase, salt, cost) };
}

/** The key a file was sealed with, if the passphrase is right. */
export function keyFor(vault: SealedVault, passphrase: string): Promise<VaultKey> {
  const { salt, cost, blockSize, parallelization } = vault.key;
  return makeKey(passphrase, { cost, blockSize, parallelization }, salt);
}

export function sameKey(one: VaultKey, other: VaultKey): boolean {
  return timingSafeEqual(one.bytes, other.bytes);
}

/** The text of a file that only this key opens. */
export function seal(passwords: Passwords, key: VaultKey): string {
  const text = JSON.stringify({ passwords: Object.fromEntries(passwords) });
  const length = Buffer.byteLength(text);
  const plain = text + ' '.repeat(Math.ceil(length / paddedTo) * paddedTo - length);
  const nonce = Uint8Array.from(randomBytes(nonceBytes));
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce);
  cipher.setAAD(associated(key.salt, key.cost));
  const data = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return fileOf({
    key: { kind: 'scrypt', salt: key.salt, ...key.cost, blockSize: 8 },
    machines: [...passwords.keys()],
    content: {
      kind: 'aes-256-gcm',
      nonce,
      tag: Uint8Array.from(cipher.getAuthTag()),
      data: Uint8Array.from(data),
    },
  });
}

/** The same file for fewer machines; their passwords stay in it, unread, until it is sealed anew. */
export function without(vault: SealedVault, machineId: MachineId): string {
  return fileOf({ ...vault, machines: vault.machines.filter((id) => id !== machineId) });
}

/** Reads a file's text; null if it is damaged or was written by something else. */
export function readVault(text: string): SealedVault | null {
  try {
    const { checksum, body } = fileSchema.parse(JSON.parse(text));
    return checksumOf(JSON.stringify(body)) === checksum ? bodySchema.parse(body) : null;
  } catch {
    return null;
  }
}

/** The passwords of the machines that are still in the list; null if this is not the key. */
export function open(vault: SealedVault, key: VaultKey): Passwords | null {
  const { nonce, tag, data } = vault.content;
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce);
  decipher.setAAD(associated(key.salt, key.cost));
  decipher.setAuthTag(tag);
  let text;
  try {
    text = Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
  const { passwords } = contentSchema.parse(JSON.parse(text));
  const listed = new Set(vault.machines);
  const entries = Object.entries(passwords) as [MachineId, string][];
  return new Map(entries.filter(([id]) => listed.has(id)));
}

function associated(salt: Uint8Array, { cost, blockSize, parallelization }: HashCost): Buffer {
  const facts = [1, base64Of(salt), cost, blockSize, parallelization];
  return Buffer.from(JSON.stringify(facts));
}

function fileOf({ key, machines, content }: SealedVault): string {
  const { nonce, tag, data } = content;
  const body = {
    key: { ...key, salt: base64Of(key.salt) },
    machines,
    content: {
      kind: content.kind,
      nonce: base64Of(nonce),
      tag: base64Of(tag),
      data: base64Of(data),
    },
  };
  const checksum = checksumOf(JSON.stringify(body));
  return `${JSON.stringify({ version: 1, checksum, body })}\n`;
}

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function checksumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
