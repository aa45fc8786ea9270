import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRow } from '../../../shared/csv.ts';
import { readCsv, unguarded } from '../store/support/read-csv.ts';

describe('a CSV record', () => {
  it('quotes what needs it and leaves the rest plain', () => {
    expect(csvRow(['plain', 'a,b', 'say "hi"', 'two\nlines', 7, null, ''])).toBe(
      'plain,"a,b","say ""hi""","two\nlines",7,,',
    );
  });

  it.each(['=1+2', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])(
    'puts an apostrophe before %j, which a spreadsheet would calculate',
    (text) => {
      const [[cell]] = readCsv(csvRow([text])) as [[string]];
      expect(cell).toBe(`'${text}`);
    },
  );

  it('does not guard numbers, which are none of the machine’s words', () => {
    expect(csvRow([-5])).toBe('-5');
  });

  it('gives every text back to a reader that takes the guard off', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({
        unit: fc.constantFrom('"', ',', '\r', '\n', "'", '=', '-', '@', '\t', 'a', ' '),
        maxLength: 12,
      }),
    );
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 6 }), (texts) => {
        const [record, ...more] = readCsv(csvRow(texts));
        expect(more).toEqual([]);
        expect(record?.map(unguarded)).toEqual(texts);
      }),
    );
  });

  it('never lets a cell begin with what begins a formula', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', 'x') }),
        (text) => {
          const [[cell]] = readCsv(csvRow([text, ''])) as [[string]];
          expect(cell).not.toMatch(/^[=+\-@\t\r]/);
        },
      ),
    );
  });
});
