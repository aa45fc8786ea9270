import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { type Disposable, toDisposable } from '../base/disposable.ts';

/** What SQLite makes where nobody asks for another size; the header that would tell may be what is damaged. */
export const pageSize = 4096;

/** Source of the layout of file and log: sqlite.org/fileformat2.html, sections 1 and 4. */
const logHeaderSize = 32;
const frameHeaderSize = 24;
const frameSize = frameHeaderSize + pageSize;

interface Place {
  readonly descriptor: number;
  readonly at: number;
}

/** The raw pages of a database file and of the write-ahead log beside it. Owns the open files. */
export class PageFile implements Disposable {
  readonly #closing: Disposable[] = [];
  readonly #newest = new Map<number, Place>();
  readonly #places: Place[] = [];

  /** Throws what the file system throws if the file cannot be read. */
  constructor(file: string) {
    this.#addPages(this.#open(file), statSync(file).size);
    const log = `${file}-wal`;
    if (existsSync(log)) this.#addFrames(this.#open(log), statSync(log).size);
  }

  /** Every version of every page, older ones first. A page that is not wholly there is left out. */
  *versions(): Iterable<{ readonly bytes: Buffer; readonly isFirst: boolean }> {
    const first = this.#newest.get(1);
    for (const place of this.#places)
      yield { bytes: read(place, pageSize), isFirst: place.at === 0 || place === first };
  }

  /** The newest version of a page, counted from 1; null if there is no such page. */
  newest(number: number): Buffer | null {
    const place = this.#newest.get(number);
    return place ? read(place, pageSize) : null;
  }

  dispose(): void {
    for (const closing of this.#closing) closing.dispose();
  }

  #open(path: string): number {
    const descriptor = openSync(path, 'r');
    this.#closing.push(toDisposable(() => closeSync(descriptor)));
    return descriptor;
  }

  #addPages(descriptor: number, size: number): void {
    for (let at = 0; at + pageSize <= size; at += pageSize)
      this.#add(at / pageSize + 1, { descriptor, at });
  }

  /** Frames of an earlier use of the log carry another salt than its header and are left out. */
  #addFrames(descriptor: number, size: number): void {
    if (size < logHeaderSize) return;
    const salt = read({ descriptor, at: 16 }, 8);
    for (let at = logHeaderSize; at + frameSize <= size; at += frameSize) {
      const header = read({ descriptor, at }, frameHeaderSize);
      if (!header.subarray(8, 16).equals(salt)) return;
      this.#add(header.readUInt32BE(0), { descriptor, at: at + frameHeaderSize });
    }
  }

  #add(number: number, place: Place): void {
    this.#places.push(place);
    this.#newest.set(number, place);
  }
}

function read({ descriptor, at }: Place, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  readSync(descriptor, bytes, 0, length, at);
  return bytes;
}
