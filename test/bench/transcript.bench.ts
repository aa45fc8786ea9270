import { test } from 'vitest';
import { ConsoleLog } from '../../electron/machine/console/console-log.ts';
import { transcriptPiece } from '../../electron/machine/console/transcript-export.ts';
import type { Instant } from '../../shared/units.ts';

const message = Buffer.from(
  'MESSage Temperature 1763430538.777 -sample=32.4,32.1,32.1,32.2,32.1,32.5 -heatsink=33.1 -cover=30.4 -block=32.4,32.1,32.1,32.2,32.1,32.5\n',
);

function filled(lines: number): ConsoleLog {
  const log = new ConsoleLog({ budgetBytes: () => 64_000_000, onLine: () => {} });
  for (let count = 0; count < lines; count++)
    log.add({
      direction: 'received',
      bytes: message,
      at: (1_767_225_600_000 + count) as Instant,
      ident: null,
      kind: 'message',
      origin: null,
    });
  return log;
}

const few = { iterations: 5, time: 0, warmupIterations: 1, warmupTime: 0 };
const full = filled(200_000);
const latest = { before: null, after: null, limit: 500, filter: {} };

// A second of the busiest traffic has to cost a few milliseconds; a page of a full transcript no more.
test('keeping lines, and reading a page of 200,000', async ({ bench }) => {
  await bench.compare(
    bench('500 lines kept', () => void filled(500)),
    bench('the latest 500 of 200,000', () => void full.page(latest)),
    bench('500 far back', () => void full.page({ ...latest, before: 50_000 })),
    bench(
      '500 commands, where there are none',
      () => void full.page({ ...latest, filter: { kinds: ['command'] } }),
    ),
    few,
  );
});

const piece = { from: 100_000, to: 200_000, filter: {} };
const rare = { kinds: ['message' as const], topics: ['Run'] };

// One piece of a file is what the machines may have to wait for.
test('a piece of a transcript for a file', async ({ bench }) => {
  await bench.compare(
    bench('as text', () => void transcriptPiece(full, { ...piece, format: 'text' })),
    bench('as JSON lines', () => void transcriptPiece(full, { ...piece, format: 'jsonl' })),
    bench(
      'with a filter that nothing passes',
      () => void transcriptPiece(full, { ...piece, format: 'text', filter: rare }),
    ),
    { ...few, iterations: 30 },
  );
});
