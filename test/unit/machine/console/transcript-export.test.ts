import { describe, expect, it } from 'vitest';
import { ConsoleLog } from '../../../../electron/machine/console/console-log.ts';
import {
  transcriptPiece,
  type TranscriptWish,
  writeLine,
} from '../../../../electron/machine/console/transcript-export.ts';
import type { Instant } from '../../../../shared/units.ts';

function logOf(texts: readonly string[]): ConsoleLog {
  const log = new ConsoleLog({ budgetBytes: () => 64_000_000, onLine: () => {} });
  for (const [index, text] of texts.entries())
    log.add({
      direction: 'received',
      bytes: Buffer.from(`MESSage ${text}\n`),
      at: (Date.UTC(2026, 0, 1) + index) as Instant,
      ident: null,
      kind: 'message',
      origin: null,
    });
  return log;
}

const everything: TranscriptWish = { format: 'text', from: 1, to: 100_000, filter: {} };

function pieces(log: ConsoleLog, wish: TranscriptWish) {
  const found = [transcriptPiece(log, wish)];
  for (let next = found[0]?.next ?? null; next !== null; ) {
    const piece = transcriptPiece(log, { ...wish, from: next });
    found.push(piece);
    next = piece.next;
  }
  return found;
}

describe('a transcript for a file', () => {
  it('comes in pieces that together are all lines, each once and in order', () => {
    const log = logOf(Array.from({ length: 5_001 }, (_, index) => `Run 1.0 ${index}`));
    for (const format of ['text', 'jsonl'] as const) {
      const found = pieces(log, { ...everything, format });
      expect(found.map(({ lines }) => lines)).toEqual([2_000, 2_000, 1_001]);
      const whole = [...log.stored(1, 5_001, {})].map((line) => writeLine(line, format));
      expect(found.map(({ text }) => text).join('')).toBe(whole.join(''));
    }
  });

  it('of long lines comes in pieces of fewer', () => {
    const log = logOf(Array.from({ length: 5 }, () => `Run 1.0 ${'x'.repeat(300_000)}`));
    expect(pieces(log, everything).map(({ lines }) => lines)).toEqual([2, 2, 1]);
  });

  it('ends where it is to end, even if nothing matches', () => {
    const log = logOf(Array.from({ length: 4_500 }, (_, index) => `Run 1.0 ${index}`));
    expect(pieces(log, { ...everything, from: 4_000, to: 4_010 })).toMatchObject([{ lines: 11 }]);
    const none = pieces(log, { ...everything, filter: { kinds: ['command'] } });
    expect(none.map(({ text, next }) => [text, next])).toEqual([
      ['', 2_001],
      ['', 4_001],
      ['', null],
    ]);
  });

  it('of nothing is one empty piece', () => {
    expect(pieces(logOf([]), everything)).toEqual([{ text: '', lines: 0, next: null }]);
  });
});
