import { describe, expect, it } from 'vitest';
import { ConsoleLog } from '../../../../electron/machine/console/console-log.ts';
import { decodeBody } from '../../../../electron/machine/console/decode-body.ts';
import { textOf } from '../../../../electron/machine/console/line-text.ts';
import { writeLine } from '../../../../electron/machine/console/transcript-export.ts';
import { parseMessage } from '../../../../electron/scpi/parser.ts';
import type { WireRecord } from '../../../../electron/scpi/session-types.ts';
import type { ConsoleLine } from '../../../../shared/console.ts';
import type { Instant } from '../../../../shared/units.ts';

const start = Date.UTC(2026, 0, 1) as Instant;
const all = { before: null, after: null, limit: 5_000, filter: {} };

class Wire {
  readonly lines: ConsoleLine[] = [];
  readonly log = new ConsoleLog({
    budgetBytes: () => 64_000_000,
    onLine: (line) => this.lines.push(line),
  });
  #at: number = start;

  sent(ident: number, text: string, origin = 'console:1'): void {
    const bytes = Buffer.from(`${ident} ${text}\n`);
    this.#add({ direction: 'sent', bytes, ident, kind: 'command', origin });
  }

  received(frame: string | Uint8Array, origin: string | null = null): void {
    const bytes = typeof frame === 'string' ? Buffer.from(`${frame}\n`) : frame;
    const message = parseMessage(bytes);
    const ident = 'ident' in message ? message.ident : null;
    this.#add({ direction: 'received', bytes, ident, kind: message.kind, origin });
  }

  #add(record: Omit<WireRecord, 'at'>): void {
    this.#at += 10;
    this.log.add({ ...record, at: this.#at as Instant });
  }
}

function greeted(): Wire {
  const wire = new Wire();
  wire.received('READy -session=474800 -product=QuantStudio3_5 -version=1.3.0');
  return wire;
}

function counted(): Wire {
  const wire = greeted();
  for (let count = 1; count <= 100; count++) {
    wire.sent(count, `RET ${count}`, count % 2 === 0 ? 'console:1' : 'panel');
    wire.received(`OK ${count} ${count}`, count % 2 === 0 ? 'console:1' : 'panel');
    wire.received(`MESSage ${count % 10 === 0 ? 'Run' : 'Temperature'} 1763430538.777 ${count}`);
  }
  return wire;
}
const sequences = (wire: Wire, wish: object): readonly number[] =>
  wire.log.page({ ...all, ...wish }).lines.map(({ sequence }) => sequence);

const decoded = (reply: string) => {
  const wire = greeted();
  wire.received(`OK 3 ${reply}`, 'console:1');
  const line = wire.log.get(wire.log.range.last);
  if (line === null) throw new Error('the line is gone');
  return decodeBody(line);
};

describe('a transcript', () => {
  it('marks where each session begins and ends, and names it on every line between', () => {
    const wire = greeted();
    wire.sent(1, 'POW?');
    wire.received('OK 1 ON', 'console:1');
    wire.log.end((start + 500) as Instant, 'QuantDeck left, and the machine agreed.');
    wire.received('READy -session=474801 -product=QuantStudio3_5');
    expect(wire.lines.map(({ kind, session, text }) => [kind, session, text])).toEqual([
      ['opened', '474800', 'Session 474800 began.'],
      ['ready', '474800', '-session=474800 -product=QuantStudio3_5 -version=1.3.0'],
      ['command', '474800', 'POW?'],
      ['ok', '474800', 'ON'],
      ['closed', '474800', 'QuantDeck left, and the machine agreed.'],
      ['opened', '474801', 'Session 474801 began.'],
      ['ready', '474801', '-session=474801 -product=QuantStudio3_5'],
    ]);
    expect(wire.log.page(all).lines).toEqual(wire.lines);
  });

  it('marks no end of a session that never greeted', () => {
    const wire = new Wire();
    wire.received('HTTP/1.1 400 Bad Request');
    wire.log.end(start, 'What answered there is not a QuantStudio.');
    expect(wire.lines.map(({ kind, session }) => [kind, session])).toEqual([
      ['unrecognised', null],
    ]);
  });

  it('measures each reply from its own command, in whatever order replies come', () => {
    const wire = greeted();
    wire.sent(1, 'OPEN');
    wire.sent(2, 'POW?');
    wire.received('NEXT 1', 'console:1');
    wire.received('OK 2 ON', 'console:1');
    wire.received('OK 1', 'console:1');
    expect(
      wire.lines.slice(-3).map(({ ident, durationMilliseconds }) => [ident, durationMilliseconds]),
    ).toEqual([
      ['1', 20],
      ['2', 20],
      ['1', 40],
    ]);
  });

  it('sends only the beginning of a long text along, and keeps every byte of it', () => {
    const wire = greeted();
    const body = `${'é'.repeat(1_999)}😀 and more ${'x'.repeat(100_000)}`;
    wire.sent(1, 'FILE:READ? a');
    wire.received(`OK 1 <quote>${body}</quote>`, 'console:1');
    const line = wire.lines.at(-1);
    expect(line).toMatchObject({ clipped: true, byteLength: Buffer.byteLength(body) + 21 });
    expect(line?.text).toHaveLength(2_000);
    expect(line?.text.isWellFormed()).toBe(true);
    const stored = wire.log.get(line?.sequence ?? 0);
    expect(stored === null ? '' : textOf(stored)).toBe(`<quote>${body}</quote>`);
  });

  it('keeps bytes that are not UTF-8 as they came', () => {
    const wire = greeted();
    const bytes = Buffer.concat([Buffer.from('OK 1 <quote>'), Buffer.from([0, 0xff, 0xfe, 0x80])]);
    wire.received(Buffer.concat([bytes, Buffer.from('</quote>\n')]), 'console:1');
    const kept = wire.log.get(wire.log.range.last);
    expect(Buffer.from(kept?.bytes ?? []).toString('latin1')).toContain('\0\u00ff\u00fe\u0080');
    const exported = kept === null ? '' : writeLine(kept, 'jsonl');
    expect(JSON.parse(exported)).toMatchObject({ kind: 'ok', ident: 1 });
    expect(exported).toContain('"base64"');
  });

  it('keeps no answer to a challenge, sent or repeated', () => {
    const wire = greeted();
    const proof = '0123456789abcdef0123456789abcdef';
    wire.sent(1, `AUTH ${proof}`, 'panel');
    wire.received(`ERRor 1 [AuthError] -given="${proof}" --> ${proof} is wrong`, 'panel');
    wire.received(`OK AUTH ${proof}`);
    wire.received(`MESSage Debug 1763430538.777 session 5: AUTH ffffffffffffffffffffffffffffffff`);
    const kept = [...wire.log.stored(1, 100, {})].map(({ bytes }) => Buffer.from(bytes).toString());
    expect(kept.join('')).not.toContain(proof);
    expect(kept.join('')).not.toContain('ffffffff');
    expect(kept.join('')).toContain('***');
  });

  it('does not mistake base64 of megabytes for a secret', () => {
    const wire = greeted();
    const body = 'AB/auth+CD=='.repeat(100_000);
    wire.received(`OK 9 <quote>${body}</quote>`, 'panel');
    const kept = wire.log.get(wire.log.range.last);
    expect(Buffer.from(kept?.bytes ?? []).toString()).toBe(`OK 9 <quote>${body}</quote>\n`);
  });
});

describe('a page of a transcript', () => {
  it('is the latest, or what is next to a line on either side', () => {
    const wire = counted();
    expect(wire.log.range).toEqual({ first: 1, last: 302, dropped: 0 });
    expect(sequences(wire, { limit: 3 })).toEqual([300, 301, 302]);
    expect(sequences(wire, { before: 300, limit: 3 })).toEqual([297, 298, 299]);
    expect(sequences(wire, { after: 5, limit: 3 })).toEqual([6, 7, 8]);
    expect(sequences(wire, { after: 5, before: 8 })).toEqual([6, 7]);
    expect(sequences(wire, { before: 1 })).toEqual([]);
    expect(sequences(wire, { after: 302 })).toEqual([]);
    expect(sequences(wire, { before: 100_000, limit: 1 })).toEqual([302]);
  });

  it('holds what the filter asks for, as many lines as wanted', () => {
    const wire = counted();
    const texts = (filter: object): readonly string[] =>
      wire.log.page({ ...all, limit: 3, filter }).lines.map(({ text }) => text);
    expect(texts({ kinds: ['command'], origins: ['console'] })).toEqual([
      'RET 96',
      'RET 98',
      'RET 100',
    ]);
    expect(texts({ kinds: ['message'], topics: ['run'] }).map((text) => text.slice(-3))).toEqual([
      ' 80',
      ' 90',
      '100',
    ]);
    expect(texts({ kinds: [] })).toEqual([]);
  });
});

describe('a file in a line', () => {
  it('is decoded from its lines and named by what it is', () => {
    const zip = Buffer.from('PK\u0003\u0004 and the rest of an archive', 'latin1');
    const lines = zip.toString('base64').replaceAll(/.{10}/g, '$&\n');
    expect(decoded(`<quote>\n${lines}\n</quote>`)).toMatchObject({
      ok: true,
      value: { mediaType: 'application/zip', byteLength: zip.length, fileName: 'line-3.zip' },
    });
    const answer = decoded(zip.toString('base64'));
    expect(answer.ok && Buffer.from(answer.value.base64, 'base64').equals(zip)).toBe(true);
  });

  it.each(['ON', '<quote>\nhello there, this is text\n</quote>', '', 'AAAA BBB='])(
    'is not found in %j',
    (reply) => {
      expect(decoded(reply)).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
    },
  );
});
