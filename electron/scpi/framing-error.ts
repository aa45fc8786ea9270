export type FramingErrorKind =
  | 'mismatched-close'
  | 'close-without-open'
  | 'frame-too-large'
  | 'tags-too-deep';

/**
 * The byte stream can no longer be trusted: where one message ends and the next begins is unknown.
 * Source: instrument protocol, section 2.
 */
export class FramingError extends Error {
  override readonly name = 'FramingError';
  readonly kind: FramingErrorKind;
  /** Bytes from the start of the connection to the fault. */
  readonly byteOffset: number;

  constructor(kind: FramingErrorKind, byteOffset: number, what: string) {
    super(`The reply stream is damaged at byte ${byteOffset}: ${what}`);
    this.kind = kind;
    this.byteOffset = byteOffset;
  }
}
