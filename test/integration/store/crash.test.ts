import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DisposableStore, toDisposable } from '../../../electron/base/disposable.ts';
import { openStore } from '../../../electron/store/store.ts';
import { isLedgerEntry, type LedgerEntry } from '../../../shared/journal.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const writer = join(import.meta.dirname, 'support/writer.ts');
const kills = 30;
/** One kill waits for this many lines, when the write-ahead log is being checkpointed. */
const lateKill = 600;

let scope: DisposableStore;
let dataDirectory: string;
beforeEach(() => {
  scope = new DisposableStore();
  dataDirectory = mkdtempSync(join(tmpdir(), 'quantdeck-crash-test-'));
  scope.add(toDisposable(() => rmSync(dataDirectory, { recursive: true, force: true })));
});
afterEach(() => scope.dispose());

type Said = ReadonlyMap<string, readonly string[]>;

/**
 * Lets the writer work until it has said `lines` lines, kills it without warning, and answers what it said of each action.
 * It goes on working while the kill is on its way, so the instant is anywhere in a write.
 */
async function workAndKill(name: string, lines: number): Promise<Said> {
  const child = spawn(process.execPath, [writer, dataDirectory, name], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  scope.add(toDisposable(() => child.kill('SIGKILL')));
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const said = new Map<string, string[]>();
  let count = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [step = '', id = ''] = line.split(' ');
    said.set(id, [...(said.get(id) ?? []), step]);
    if (++count === lines) child.kill('SIGKILL');
  }
  await ended;
  expect(complaint).toBe('');
  expect(child.signalCode).toBe('SIGKILL');
  return said;
}

/** Every action on disk after a new start, by its id. */
function reopen(): ReadonlyMap<string, LedgerEntry> {
  const store = openStore({ dataDirectory, clock: new FakeClock() });
  try {
    expect(store.notices).toEqual([]);
    const exported = JSON.parse([...store.journal.export({}, 'json')].join('')) as LedgerEntry[];
    return new Map(exported.filter(isLedgerEntry).map((entry) => [entry.id, entry]));
  } finally {
    store.dispose();
  }
}

/** What may be said of an action whose writer was heard to come this far. */
function truths(steps: readonly string[]): readonly string[] {
  switch (steps.at(-1)) {
    case 'asked':
      // The words after it may have been on their way: the intent may be whole or not there.
      return ['absent', 'not-sent', 'unknown'];
    case 'intended':
      return ['not-sent', 'unknown'];
    case 'intended-unmarked':
      return ['unknown'];
    case 'sending':
      return ['unknown'];
    case 'ending':
      return ['unknown', 'confirmed'];
    case 'ended':
      return ['confirmed'];
    default:
      throw new Error(`Unknown step in ${steps.join(' ')}`);
  }
}

describe('a crash at any instant', () => {
  it(`leaves every promised intent on disk and a truthful ledger, ${kills} times over in one journal`, async () => {
    const said = new Map<string, readonly string[]>();
    for (let kill = 0; kill < kills; kill++) {
      // Every place of the first actions, where a start has just concluded what the kill before left.
      const lines = kill === kills - 1 ? lateKill : 1 + kill;
      for (const [id, steps] of await workAndKill(`kill${kill}`, lines)) said.set(id, steps);
      const found = reopen();
      for (const [id, steps] of said) {
        const outcome = found.get(id)?.state.kind ?? 'absent';
        expect(truths(steps), `${id}, which said ${steps.join(', ')}`).toContain(outcome);
        if (steps.includes('sending')) expect(outcome).not.toBe('not-sent');
        expect(found.get(id)?.interrupted ?? true).toBe(outcome !== 'confirmed');
        if (outcome === 'confirmed') expect(found.get(id)?.evidence).toHaveLength(2);
      }
      for (const id of found.keys()) expect(said.has(id)).toBe(true);
    }
    const outcomes = [...reopen().values()].map(({ state }) => state.kind);
    // Kills that only ever met finished actions would prove nothing.
    expect(outcomes).toContain('unknown');
    expect(outcomes).toContain('confirmed');
  }, 120_000);
});
