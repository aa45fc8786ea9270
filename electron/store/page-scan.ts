import { type PageFile, pageSize } from './page-file.ts';

/*
 * Finds the rows of a table in a file that SQLite cannot open, by looking at every page for itself.
 * Source of the layout: sqlite.org/fileformat2.html, sections 1.6 (b-tree pages) and 2.1 (records).
 */

export type Cell = number | string | null;

export interface FoundRow {
  readonly number: number;
  readonly cells: readonly Cell[];
}

const leafOfTable = 0x0d;
const leafHeaderSize = 8;
/** No row is larger, in bytes: a garbled length must not lead through the whole file. */
const mostBytes = 64 * 2 ** 20;
/** The first page begins with the header of the file. */
const fileHeaderSize = 100;

/**
 * Every row of every table that can be made out, older versions of a page first. It may be of another table, deleted, outdated or
 * garbled: whoever asks must know its own by their checksum.
 */
export function* scanRows(pages: PageFile): Iterable<FoundRow> {
  for (const { bytes, isFirst } of pages.versions()) {
    const start = isFirst ? fileHeaderSize : 0;
    if (bytes[start] !== leafOfTable) continue;
    const count = bytes.readUInt16BE(start + 3);
    for (let index = 0; index < count; index++) {
      const pointer = start + leafHeaderSize + 2 * index;
      if (pointer + 2 > bytes.length) break;
      const row = readRow(bytes, bytes.readUInt16BE(pointer), pages);
      if (row) yield row;
    }
  }
}

function readRow(page: Buffer, at: number, pages: PageFile): FoundRow | null {
  const length = readVarint(page, at);
  const number = length && readVarint(page, length.end);
  if (!number) return null;
  const payload = readPayload(page, number.end, length.value, pages);
  const cells = payload && readRecord(payload);
  return cells && { number: number.value, cells };
}

/** A payload that does not fit goes on in a chain of pages, each beginning with the number of the next. */
function readPayload(page: Buffer, at: number, length: number, pages: PageFile): Buffer | null {
  const local = localLength(length);
  if (length > mostBytes || at + local > page.length) return null;
  const parts = [page.subarray(at, at + local)];
  let missing = length - local;
  if (missing === 0) return parts[0] ?? null;
  if (at + local + 4 > page.length) return null;
  let next = page.readUInt32BE(at + local);
  while (missing > 0) {
    const more = pages.newest(next);
    if (!more) return null;
    const part = more.subarray(4, 4 + missing);
    parts.push(part);
    missing -= part.length;
    next = more.readUInt32BE(0);
  }
  return Buffer.concat(parts);
}

/** How much of a payload of this length stays on its page (section 1.6, "U", "X", "M" and "K"). */
function localLength(length: number): number {
  const most = pageSize - 35;
  if (length <= most) return length;
  const least = Math.floor(((pageSize - 12) * 32) / 255) - 23;
  const wanted = least + ((length - least) % (pageSize - 4));
  return wanted <= most ? wanted : least;
}

function readRecord(payload: Buffer): readonly Cell[] | null {
  const headerSize = readVarint(payload, 0);
  if (!headerSize) return null;
  const cells: Cell[] = [];
  let at = headerSize.value;
  for (let position = headerSize.end; position < headerSize.value; ) {
    const type = readVarint(payload, position);
    if (!type) return null;
    const size = cellSize(type.value);
    if (at + size > payload.length) return null;
    cells.push(readCell(payload, at, type.value));
    at += size;
    position = type.end;
  }
  return cells;
}

const integerSizes = [0, 1, 2, 3, 4, 6, 8] as const;

function cellSize(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  if (type === 7) return 8;
  return integerSizes[type] ?? 0;
}

/** Fractions and raw bytes, which the journal does not hold, read as null. */
function readCell(payload: Buffer, at: number, type: number): Cell {
  if (type >= 13 && type % 2 === 1) return payload.toString('utf8', at, at + cellSize(type));
  if (type === 8 || type === 9) return type - 8;
  const size = integerSizes[type] ?? 0;
  if (size === 0) return null;
  return size === 8 ? Number(payload.readBigInt64BE(at)) : payload.readIntBE(at, size);
}

interface Varint {
  readonly value: number;
  readonly end: number;
}

/** Seven bits a byte, the highest bit says that more follow; null if it leaves the buffer or is larger than any length here. */
function readVarint(bytes: Buffer, at: number): Varint | null {
  let value = 0;
  for (let index = 0; index < 7; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) return null;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: at + index + 1 };
  }
  return null;
}
