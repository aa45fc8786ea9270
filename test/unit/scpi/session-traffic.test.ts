import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settle } from '../../support/fake-clock.ts';
import { follow, openBench } from '../../support/scpi-session.ts';
import { wire } from '../../support/scpi-splits.ts';

/** One line a machine may say about commands 1 to 4, or about none of them. */
const replyLine = fc.oneof(
  fc.record({
    ident: fc.integer({ min: 0, max: 6 }),
    word: fc.constantFrom('NEXT', 'OK', 'ERRor'),
  }),
  fc.constantFrom('MESSage Run 1', 'OK', 'OK RET mine', 'READy', 'noise', '', 'ERRor x'),
);

type Line = string | { readonly ident: number; readonly word: string };

const commands = [1, 2, 3, 4] as const;

/** What each command must come to, worked out from the lines alone: its first end after it was sent. */
function expected(lines: readonly Line[]): readonly string[] {
  return commands.map((ident) => {
    const end = lines.findIndex(
      (line) => typeof line !== 'string' && line.ident === ident && line.word !== 'NEXT',
    );
    const line = lines[end];
    if (line === undefined || typeof line === 'string') return 'none';
    return line.word === 'OK' ? `OK #${end}` : `ERRor #${end}`;
  });
}

describe('any order of replies', () => {
  it('gives each command its own first end, and hangs nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(replyLine, { maxLength: 20 }), fc.nat(30), async (lines, cut) => {
        const { session, transport, clock, topics, unmatched } = await openBench();
        const runs = commands.map((ident) => follow(session.execute(`RET ${ident}`)));
        const texts = lines.map((line, index) =>
          typeof line === 'string' ? line : `${line.word} ${line.ident} #${index}`,
        );
        const stream = wire(texts.map((text) => `${text}\n`).join(''));
        transport.sayBytes(stream.subarray(0, cut));
        transport.sayBytes(stream.subarray(cut));
        await settle();
        const wanted = expected(lines);
        for (const [index, { outcome }] of runs.entries()) {
          if (wanted[index] === 'none') expect(outcome).toBe('waiting');
          else if (typeof outcome === 'string') throw new Error(`${index} still waits`);
          else if ('value' in outcome) expect(`OK ${outcome.value.body.raw}`).toBe(wanted[index]);
          else expect(outcome.error).toMatchObject({ text: wanted[index]?.slice('ERRor '.length) });
        }
        const topicCount = lines.filter((line) => line === 'MESSage Run 1').length;
        expect(topics).toHaveLength(topicCount);
        // Every line reaches exactly one: a command, a topic, the unmatched, or it is blank.
        const ends = wanted.filter((end) => end !== 'none').length;
        const blank = lines.filter((line) => line === '').length;
        const acceptances = commands.filter((ident) => {
          const first = lines.find((line) => typeof line !== 'string' && line.ident === ident);
          return typeof first === 'object' && first.word === 'NEXT';
        }).length;
        expect(ends + acceptances + topicCount + blank + unmatched.length).toBe(lines.length);

        await clock.advance(631_000);
        for (const [index, { outcome }] of runs.entries()) {
          if (wanted[index] === 'none') {
            expect(outcome).toMatchObject({ error: { name: 'DeadlineError' } });
          }
        }
        session.dispose();
        expect(clock.pending).toBe(0);
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

describe('any garbage', () => {
  it('ends every command exactly once, as answered or unknown, and never throws', async () => {
    const chunk = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.constantFrom('OK 1\n', '<quote>', '</quote>', '\n', 'OK 2 <q>\n').map(wire),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(chunk, { maxLength: 15 }), async (chunks) => {
        const { session, transport, clock, closed } = await openBench({
          limits: { maxFrameBytes: 200 },
        });
        const runs = [follow(session.execute('A?')), follow(session.execute('B?'))];
        for (const bytes of chunks) transport.sayBytes(bytes);
        session.dispose();
        await settle();
        for (const { outcome } of runs) {
          if (typeof outcome === 'string') throw new Error('A command was left waiting');
          if ('error' in outcome) {
            expect(['OutcomeUnknownError', 'MachineError']).toContain(outcome.error.name);
          }
        }
        expect(closed).toHaveLength(1);
        expect(clock.pending).toBe(0);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
