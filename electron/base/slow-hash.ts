import { scrypt } from 'node:crypto';

/** What one try costs: scrypt takes 128 × cost × blockSize bytes of memory. */
export interface HashCost {
  /** scrypt's N, a power of two. */
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
}

const hashBytes = 32;

/** scrypt of a text a person typed, off the main thread, slow on purpose. One text in two Unicode forms gives one hash. */
export function slowHash(text: string, salt: Uint8Array, cost: HashCost): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const maxmem = 256 * cost.cost * cost.blockSize;
  scrypt(text.normalize('NFKC'), salt, hashBytes, { ...cost, maxmem }, (failure, bytes) =>
    failure === null ? resolve(bytes) : reject(failure),
  );
  return promise;
}
