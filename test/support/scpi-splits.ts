/** Every way of cutting `bytes` that wire tests run: whole, byte by byte, and at every two-way split. */
export function* cuttings(bytes: Uint8Array): Generator<readonly Uint8Array[]> {
  yield [bytes];
  yield Array.from(bytes, (_, index) => bytes.subarray(index, index + 1));
  for (let at = 1; at < bytes.length; at++) yield [bytes.subarray(0, at), bytes.subarray(at)];
}

/** One byte for each character below U+0100, so that tests can write any bytes as text. */
export function wire(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}

/** The text of bytes, one character each: the reverse of {@link wire}. */
export function unwire(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
