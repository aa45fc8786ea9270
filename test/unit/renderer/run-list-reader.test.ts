import { expect, test } from 'vitest';
import { fail, type Result, succeed } from '../../../shared/failure.ts';
import type { RequestInput } from '../../../shared/contract.ts';
import type { RunPage } from '../../../shared/run-history.ts';
import {
  createRunListReader,
  pageSize,
  type RunListReader,
} from '../../../renderer/features/history/run-list-reader.ts';
import { instant } from '../../support/renderer-fixtures.ts';
import { runSummary } from '../../support/renderer-runs.ts';

/** A history of runs by number, newest first, answered as main does. */
class Archive {
  numbers: readonly number[];
  asked = 0;
  broken = false;

  constructor(count: number) {
    this.numbers = Array.from({ length: count }, (_, index) => count - index);
  }

  readonly ask = async ({
    limit,
    before = Infinity,
  }: RequestInput<'runs.list'>): Promise<Result<RunPage>> => {
    this.asked += 1;
    if (this.broken) return fail({ kind: 'storage', message: 'Broken.', remedy: '', detail: '' });
    const matching = this.numbers.filter((number) => number < before);
    const shown = matching.slice(0, limit);
    return succeed({
      runs: shown.map((number) => runSummary(`run-${number}`, instant(number))),
      total: this.numbers.length,
      next: matching.length > limit ? (shown.at(-1) ?? null) : null,
      machines: [],
    });
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const ids = ({ store }: RunListReader): readonly string[] =>
  store.getState().list?.runs.map(({ id }) => id) ?? [];

async function open(count: number): Promise<{ archive: Archive; reader: RunListReader }> {
  const archive = new Archive(count);
  const reader = createRunListReader(archive.ask);
  reader.select({});
  await settled();
  return { archive, reader };
}

test('runs are read page by page to the end, none twice', async () => {
  const { archive, reader } = await open(450);
  expect(ids(reader)).toHaveLength(pageSize);
  for (let page = 0; page < 4; page++) {
    reader.readOn();
    await settled();
  }
  expect(ids(reader)).toEqual(archive.numbers.map((number) => `run-${number}`));
  expect(archive.asked).toBe(3);
});

test('reading the newest again keeps what was read on from them', async () => {
  const { archive, reader } = await open(1_200);
  for (let page = 0; page < 4; page++) {
    reader.readOn();
    await settled();
  }
  expect(ids(reader)).toHaveLength(1_000);
  archive.numbers = [1_201, ...archive.numbers];
  reader.refresh();
  await settled();
  expect(ids(reader)).toHaveLength(1_001);
  expect(ids(reader)[0]).toBe('run-1201');
  reader.readOn();
  await settled();
  expect(ids(reader)).toEqual(archive.numbers.map((number) => `run-${number}`));
});

test('runs that were removed meanwhile do not stay in the list', async () => {
  const { archive, reader } = await open(1_200);
  for (let page = 0; page < 4; page++) {
    reader.readOn();
    await settled();
  }
  archive.numbers = archive.numbers.filter((number) => number !== 300);
  reader.refresh();
  await settled();
  expect(ids(reader)).not.toContain('run-300');
});

test('an answer to a choice that was left is dropped', async () => {
  const { archive, reader } = await open(10);
  archive.numbers = [3, 2, 1];
  reader.refresh();
  reader.select({ text: 'a' });
  await settled();
  expect(reader.store.getState().list).toMatchObject({ selection: { text: 'a' }, total: 3 });
});

test('more that is wanted while the newest are read again is read after them', async () => {
  const { reader } = await open(450);
  reader.refresh();
  reader.readOn();
  await settled();
  expect(ids(reader)).toHaveLength(2 * pageSize);
});

test('a list that cannot be read again stays, and says why', async () => {
  const { archive, reader } = await open(10);
  archive.broken = true;
  reader.refresh();
  await settled();
  expect(ids(reader)).toHaveLength(10);
  expect(reader.store.getState().failure?.message).toBe('Broken.');
});
