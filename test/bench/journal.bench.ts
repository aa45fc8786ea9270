import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, it } from 'vitest';
import { systemClock } from '../../electron/base/clock.ts';
import { openDatabase, openFile } from '../../electron/store/database.ts';
import { EntryTable } from '../../electron/store/entry-table.ts';
import { toRow } from '../../electron/store/journal-row.ts';
import { advance, begin, markSending, withEvidence } from '../../electron/store/ledger.ts';
import { openStore, type Store } from '../../electron/store/store.ts';
import type { ActionIntent, EvidenceLine, LedgerEntry } from '../../shared/journal.ts';
import type { ActionId, Instant, MachineId } from '../../shared/units.ts';

/*
 * Run with `npx vitest bench test/bench/journal.bench.ts`. Writing is one sync of the disk, so it says as much of the disk as of
 * the journal. The size of the file for 100,000 actions with ten frames of evidence each is printed first.
 */

const rowCount = 100_000;
const folder = mkdtempSync(join(tmpdir(), 'quantdeck-bench-'));
let store: Store;
let written = 0;

function intentOf(number: number): ActionIntent {
  return {
    kind: 'action',
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` as ActionId,
    at: (Date.UTC(2026, 0, 1) + number * 60_000) as Instant,
    machineId: `machine-${number % 10}` as MachineId,
    machineName: `Machine ${number % 10}`,
    marksSending: true,
    action: { kind: number % 2 === 0 ? 'open-drawer' : 'close-drawer' },
    acknowledged: [],
    typedName: null,
  };
}

const conversation = [
  'ACC -stealth=False -exclusive=False Controller',
  'OK',
  'OPEN',
  'NEXT',
  'OK',
  'DRAW?',
  'OK Open',
  'ACC -stealth=False -exclusive=False Observer',
  'OK',
  'RET $(POW?) $(DRAWer?) $(ENG?) $(TBC:SETT?) $(TBC:CONT?) $(RunProgress?)',
];

function entryOf(number: number): LedgerEntry {
  const intent = intentOf(number);
  const { at } = intent;
  const evidence = conversation.map(
    (text, index): EvidenceLine => ({
      at,
      direction: index % 2 === 0 ? 'sent' : 'received',
      text: `${number} ${text}`,
    }),
  );
  const sent = advance(markSending(begin(intent), at), { kind: 'sent', sentAt: at }, at);
  const readBack = 'The drawer is open';
  return advance(withEvidence(sent, evidence), { kind: 'confirmed', at, readBack }, at);
}

beforeAll(() => {
  const file = join(folder, 'quantdeck.db');
  const database = openDatabase(file, openFile);
  const table = new EntryTable(database);
  table.save(Array.from({ length: rowCount }, (_, index) => toRow(index + 1, entryOf(index + 1))));
  database.close();
  process.stdout.write(`${rowCount} actions: ${Math.round(statSync(file).size / 2 ** 20)} MiB\n`);
  store = openStore({ dataDirectory: folder, clock: systemClock });
}, 120_000);

afterAll(() => {
  store.dispose();
  rmSync(folder, { recursive: true });
});

it('writes an intent, synced to disk', async ({ bench }) => {
  await bench('intend', () => {
    const result = store.journal.intend(intentOf(rowCount + ++written));
    if (!result.ok) throw new Error(result.failure.message);
  }).run();
});

it(`reads among ${rowCount} actions`, async ({ bench }) => {
  await bench('the 50 newest', () => {
    store.journal.query({ limit: 50 });
  }).run();
  await bench('the 50 newest of one machine', () => {
    store.journal.query({ limit: 50, machineIds: ['machine-3' as MachineId] });
  }).run();
  await bench('a search in everything', async () => {
    await store.journal.search({ limit: 50, text: '9999 open' });
  }).run();
}, 60_000);

it(`opens with ${rowCount} actions`, async ({ bench }) => {
  await bench('close, open and check', () => {
    store.dispose();
    store = openStore({ dataDirectory: folder, clock: systemClock });
  }).run();
}, 60_000);
