import { expect, test } from 'vitest';
import { readTranscript } from '../../../renderer/features/console/read-transcript.ts';
import type { Ask } from '../../../shared/contract.ts';
import { fail, succeed } from '../../../shared/failure.ts';
import type { MachineId } from '../../../shared/units.ts';

const wish = { machineId: 'm' as MachineId, format: 'text' as const };

test('a transcript is read piece by piece to its end, under the name it had at first', async () => {
  const asked: unknown[] = [];
  const ask = (async (_name: string, input: { readonly from?: number }) => {
    asked.push(input.from);
    const from = input.from ?? 1;
    const next = from < 5 ? from + 2 : null;
    return succeed({ fileName: `at-${from}.txt`, text: `from ${from}\n`, next });
  }) as unknown as Ask;
  expect(await readTranscript(ask, wish)).toEqual({
    ok: true,
    value: { fileName: 'at-1.txt', parts: ['from 1\n', 'from 3\n', 'from 5\n'] },
  });
  expect(asked).toEqual([undefined, 3, 5]);
});

test('a transcript of which a piece cannot be had is not saved in part', async () => {
  const failure = { kind: 'unknown-machine', message: 'Gone.', remedy: '', detail: '' } as const;
  let count = 0;
  const ask = (async () =>
    count++ === 0
      ? succeed({ fileName: 'a', text: 'b', next: 2 })
      : fail(failure)) as unknown as Ask;
  expect(await readTranscript(ask, wish)).toEqual({ ok: false, failure });
});
