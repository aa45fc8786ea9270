/** More than any command a client has reason to send; beyond it the client is broken or hostile. */
const longestCommandBytes = 64 * 1024 * 1024;
const newline = 0x0a;
const carriageReturn = 0x0d;
const less = 0x3c;
const greater = 0x3e;
const slash = 0x2f;

export interface ReadCommands {
  /** Whole commands without their line end, in order. */
  readonly commands: readonly string[];
  /** Why nothing after these commands can be read; null while the stream is sound. */
  readonly failure: string | null;
}

function isNameByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x5f ||
    byte === 0x2e ||
    byte === 0x2d
  );
}

/**
 * Cuts a client's bytes into commands: one ends at a newline outside every tag (instrument protocol, section 2).
 * Works a byte at a time, so a packet border may fall anywhere. Independent of the client's framer on purpose.
 */
export class CommandReader {
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #openTags: string[] = [];
  /** The text of a tag that has begun and may turn out to be plain text; null outside one. */
  #tag: string | null = null;
  #failure: string | null = null;

  push(chunk: Uint8Array): ReadCommands {
    const commands: string[] = [];
    const bytes = Buffer.from(chunk);
    let start = 0;
    for (let at = 0; at < bytes.length && this.#failure === null; at++) {
      const byte = bytes[at] ?? 0;
      this.#follow(byte);
      if (byte === newline && this.#openTags.length === 0 && this.#failure === null) {
        commands.push(this.#take(bytes.subarray(start, at)));
        start = at + 1;
      }
    }
    if (this.#failure === null && start < bytes.length) {
      this.#kept.push(bytes.subarray(start));
      this.#keptBytes += bytes.length - start;
      if (this.#keptBytes > longestCommandBytes) this.#failure = 'Command too long';
    }
    return { commands, failure: this.#failure };
  }

  #follow(byte: number): void {
    if (this.#tag === null) {
      if (byte === less) this.#tag = '';
      return;
    }
    if (byte === greater) {
      const tag = this.#tag;
      this.#tag = null;
      if (tag.startsWith('/') && tag.length > 1) this.#close(tag.slice(1));
      else if (tag !== '' && tag !== '/') this.#openTags.push(tag);
      return;
    }
    if (isNameByte(byte) || (byte === slash && this.#tag === '')) {
      this.#tag += String.fromCharCode(byte);
      return;
    }
    this.#tag = byte === less ? '' : null;
  }

  #close(name: string): void {
    const open = this.#openTags.pop();
    if (open === name) return;
    this.#failure =
      open === undefined ? `</${name}> closes nothing` : `</${name}> does not match <${open}>`;
  }

  #take(last: Buffer): string {
    const whole = Buffer.concat([...this.#kept, last]);
    this.#kept = [];
    this.#keptBytes = 0;
    const end = whole.at(-1) === carriageReturn ? whole.length - 1 : whole.length;
    return whole.toString('utf8', 0, end);
  }
}
