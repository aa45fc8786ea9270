import { expect, test } from 'vitest';
import {
  bareBody,
  base64Bytes,
  bodyKind,
  sizeWords,
} from '../../../../renderer/features/console/body/body-kind.ts';
import {
  hexDump,
  prettyProtocol,
  prettyXml,
} from '../../../../renderer/features/console/body/pretty.ts';
import { lineBody } from '../../../../renderer/features/console/line-body.ts';
import { consoleLine } from '../../../support/console-lines.ts';

const base64 = `<quote>\n${'UEsDBBQACAgIAA9z'.repeat(8)}\n${'UEsDBBQACAgIAA9z'.repeat(2)}\n</quote>`;

test.for([
  ['text', 'ON Closed Down Running'],
  ['text', '<quote.reply>\na.eds\nb.eds\n</quote.reply>'],
  // All capitals and blanks: words, not data.
  ['text', 'A'.repeat(80)],
  ['base64', base64],
  ['xml', '<quote>\n<?xml version="1.0"?><PlateSetup><Name>x</Name></PlateSetup>\n</quote>'],
  ['xml', '<PlateData rows="8"><Well>1</Well></PlateData>'],
  [
    'protocol',
    '<multiline.protocol>\nSTAGe 1 A <multiline.stage>\n</multiline.stage>\n</multiline.protocol>',
  ],
  ['binary', '<quote>\nPK\u0003\u0004\uFFFD\uFFFD\u0000abc\n</quote>'],
] as const)('a body is recognised as %s', ([kind, text]) => {
  expect(bodyKind(text, false)).toBe(kind);
});

test('base64 that was clipped is recognised, and its size told from what is there', () => {
  expect(bodyKind(base64.slice(0, 90), true)).toBe('base64');
  expect(base64Bytes('QUJD\nRA==')).toBe(4);
  expect(sizeWords(2_345_678)).toBe('2.3 MB');
  expect(sizeWords(1)).toBe('1 byte');
});

test('the protocol’s own quotes around a body are taken off, and nothing else', () => {
  expect(bareBody('<quote>\n<a></a>\n</quote>\n')).toBe('<a></a>');
  expect(bareBody('<a>\n</a>')).toBe('<a>\n</a>');
});

test('XML is indented by its elements, short texts staying on their line', () => {
  expect(prettyXml('<?xml version="1.0"?><a x="1"><b>1</b><c/><d><e></e></d></a>')).toBe(
    [
      '<?xml version="1.0"?>',
      '<a x="1">',
      '  <b>1</b>',
      '  <c/>',
      '  <d>',
      '    <e></e>',
      '  </d>',
      '</a>',
    ].join('\n'),
  );
});

test('what is not well formed XML still keeps every word', () => {
  const text = '<a><b>1</a></c> loose <d';
  expect(prettyXml(text).replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''));
});

test('protocol text is indented by stage and step', () => {
  expect(
    prettyProtocol(
      'STAGe 1 A <multiline.stage>\n\t\tSTEP 1 <multiline.step>\nRAMP 60\n</multiline.step>\n</multiline.stage>',
    ),
  ).toBe(
    [
      'STAGe 1 A <multiline.stage>',
      '  STEP 1 <multiline.step>',
      '    RAMP 60',
      '  </multiline.step>',
      '</multiline.stage>',
    ].join('\n'),
  );
});

test('bytes are drawn as offset, hexadecimal and readable characters, and the rest is counted', () => {
  const bytes = new TextEncoder().encode('PK\u0003\u0004 hello, world!');
  expect(hexDump(bytes, 16)).toBe(
    [
      '00000000  50 4b 03 04 20 68 65 6c  6c 6f 2c 20 77 6f 72 6c  PK.. hello, worl',
      '… 2 more bytes are not drawn here.',
    ].join('\n'),
  );
});

test('bodies of several lines are folded with their count and their first real line', () => {
  expect(lineBody(consoleLine(1, 'ok', '<quote.reply>\na.eds\nb.eds\n</quote.reply>\n'))).toEqual({
    kind: 'folded',
    label: '4 lines',
    first: 'a.eds …',
  });
  expect(lineBody(consoleLine(1, 'ok', 'ON Closed'))).toEqual({ kind: 'whole', text: 'ON Closed' });
});

test('a long or clipped line is folded with its size, and data named as such', () => {
  expect(lineBody(consoleLine(1, 'ok', 'x'.repeat(1_500)))).toMatchObject({ label: '1.5 kB' });
  expect(
    lineBody(consoleLine(1, 'ok', base64.slice(0, 120), { clipped: true, byteLength: 4_000_000 })),
  ).toMatchObject({ label: '4.0 MB', first: 'base64, about 3.0 MB of data' });
});

test('characters that act are drawn as marks beside the fold too', () => {
  expect(lineBody(consoleLine(1, 'ok', 'a\u202Eb\nc'))).toMatchObject({ first: 'a⟨U+202E⟩b …' });
});
