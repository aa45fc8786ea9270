import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ByteReader, ByteWriter, ShortBytesError } from './bytes.ts';
import { columnsOf, type TelemetryColumns, type TelemetrySample } from './telemetry-columns.ts';

/*
 * How temperatures are kept on disk: columns of whole hundredths of a degree, each as differences from sample to sample, in the
 * largest unit that they all are multiples of (a machine that says tenths costs no more for our hundredths), zig-zag varints;
 * times as differences of differences, for a clock that ticks evenly says nothing new. The whole is then deflated where that
 * helps. About a quarter of a byte for a value: the tests measure it.
 */

/** Temperatures are kept to this many parts of a degree Celsius; the machine itself says tenths. */
const partsPerDegree = 100;

/** Beyond this, in °C, a number is no temperature and is kept as missing. */
const hottest = 1_000_000;

/** More zones than any block has; bounds what a damaged chunk can ask for. */
const mostZones = 64;
/** More than any chunk holds; likewise. */
const mostSamples = 100_000;
const largestChunk = 64 * 2 ** 20;

const version = 1;
type Packing = 0 | 1;
const plain: Packing = 0;
const deflated: Packing = 1;

/** What a value is after having been stored; null if it is no temperature. */
export function quantised(celsius: number | null): number | null {
  // Adding 0 makes −0 a 0.
  return isTemperature(celsius) ? Math.round(celsius * partsPerDegree) / partsPerDegree + 0 : null;
}

/** Packs samples, of one layout, in their order. Throws if there is none or their layouts differ. */
export function packTelemetry(samples: readonly TelemetrySample[]): Uint8Array {
  const { at, sample, block, cover, heatsink } = columnsOf(samples);
  const writer = new ByteWriter();
  writer.varint(at.length);
  writer.varint(sample.length);
  writer.varint(block.length);
  writeTimes(writer, at);
  for (const column of [...sample, ...block, cover, heatsink]) writeColumn(writer, column);
  const bytes = writer.take();
  const smaller = deflateRawSync(bytes);
  return smaller.length < bytes.length ? headed(deflated, smaller) : headed(plain, bytes);
}

/** Null if the bytes are not what `packTelemetry` made. */
export function unpackTelemetry(packed: Uint8Array): TelemetryColumns | null {
  try {
    const reader = new ByteReader(unwrapped(packed));
    const count = reader.count(mostSamples);
    const sampleZones = reader.count(mostZones);
    const blockZones = reader.count(mostZones);
    const at = readTimes(reader, count);
    const columns = (length: number): Float64Array[] =>
      Array.from({ length }, () => readColumn(reader, count));
    const found = {
      at,
      sample: columns(sampleZones),
      block: columns(blockZones),
      cover: readColumn(reader, count),
      heatsink: readColumn(reader, count),
    };
    return reader.atEnd ? found : null;
  } catch (error) {
    if (error instanceof ShortBytesError || isZlibError(error)) return null;
    throw error;
  }
}

function headed(packing: Packing, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(body.length + 2);
  bytes.set([version, packing]);
  bytes.set(body, 2);
  return bytes;
}

function unwrapped(packed: Uint8Array): Uint8Array {
  if (packed[0] !== version) throw new ShortBytesError('known version');
  const body = packed.subarray(2);
  switch (packed[1]) {
    case plain:
      return body;
    case deflated:
      return inflateRawSync(body, { maxOutputLength: largestChunk });
    default:
      throw new ShortBytesError('known packing');
  }
}

function writeTimes(writer: ByteWriter, times: Float64Array): void {
  let before = 0;
  let step = 0;
  for (const [index, at] of times.entries()) {
    const now = Math.round(at);
    writer.signed(now - before - step);
    step = index === 0 ? 0 : now - before;
    before = now;
  }
}

function readTimes(reader: ByteReader, count: number): Float64Array {
  const times = new Float64Array(count);
  let before = 0;
  let step = 0;
  for (let index = 0; index < count; index++) {
    const now = before + step + reader.signed();
    times[index] = now;
    step = index === 0 ? 0 : now - before;
    before = now;
  }
  return times;
}

/** How many values are there, how many are missing, and so on in turn until the column is full; then the values that are there. */
function writeColumn(writer: ByteWriter, column: Float64Array): void {
  let there = true;
  let length = 0;
  for (const value of column) {
    if (isTemperature(value) !== there) {
      writer.varint(length);
      there = !there;
      length = 0;
    }
    length++;
  }
  writer.varint(length);
  const values = Array.from(column.filter(isTemperature), (value) =>
    Math.round(value * partsPerDegree),
  );
  const [first] = values;
  if (first === undefined) return;
  const changes = values.slice(1).map((value, index) => value - (values[index] ?? 0));
  const unit = changes.reduce(greatestDivisor, 0) || 1;
  writer.signed(first);
  writer.varint(unit);
  for (const change of changes) writer.signed(change / unit);
}

function readColumn(reader: ByteReader, count: number): Float64Array {
  const lengths: number[] = [];
  let known = 0;
  while (known < count) {
    const length = reader.count(count - known);
    // Only the first stretch may be empty, or a damaged column would never end.
    if (length === 0 && lengths.length > 0) throw new ShortBytesError('stretch');
    lengths.push(length);
    known += length;
  }
  const column = new Float64Array(count).fill(Number.NaN);
  let row = 0;
  let value: number | null = null;
  let unit = 1;
  for (const [index, length] of lengths.entries()) {
    const end = row + length;
    if (index % 2 === 1) row = end;
    for (; row < end; row++) {
      if (value === null) {
        value = reader.signed();
        unit = reader.varint();
      } else value += reader.signed() * unit;
      column[row] = value / partsPerDegree;
    }
  }
  return column;
}

function isTemperature(value: number | null): value is number {
  return value !== null && Math.abs(value) <= hottest;
}

function greatestDivisor(a: number, b: number): number {
  let larger = Math.abs(a);
  let smaller = Math.abs(b);
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}

function isZlibError(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string')
    return false;
  return error.code.startsWith('Z_') || error.code === 'ERR_BUFFER_TOO_LARGE';
}
