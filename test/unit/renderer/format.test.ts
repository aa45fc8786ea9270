import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { formatAge, formatSpan } from '../../../renderer/format/age.ts';
import {
  durationFigure,
  durationLeft,
  formatDuration,
  formatMilliseconds,
} from '../../../renderer/format/duration.ts';
import { formatCelsius, formatDegrees, meanOf } from '../../../renderer/format/temperature.ts';
import { formatMoment, formatTime, formatTimeMilliseconds } from '../../../renderer/format/time.ts';
import { visiblePieces, visibleText } from '../../../renderer/format/visible-text.ts';
import { instant } from '../../support/renderer-fixtures.ts';

const local = (day: number, hours: number, minutes: number, seconds = 0) =>
  instant(new Date(2026, 10, day, hours, minutes, seconds, 19).getTime());

test.each([
  [0, '1 s'],
  [999, '1 s'],
  [9_999, '9 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_599_999, '59 min'],
  [3_600_000, '1 h'],
  [86_399_999, '23 h'],
  [86_400_000, '1 d'],
])('%i ms are written as %s', (milliseconds, words) => {
  expect(formatSpan(milliseconds)).toBe(words);
});

test('a moment just ahead of the tick counts as just received', () => {
  expect(formatAge(instant(1_500), instant(1_000))).toBe('1 s ago');
});

test.each([
  [0, '0:00'],
  [59.9, '0:59'],
  [2042, '34:02'],
  [3729, '1:02:09'],
])('%d seconds show as %s on a clock', (seconds, words) => {
  expect(formatDuration(seconds)).toBe(words);
});

test.each([
  [8, '8', 's'],
  [59.9, '59', 's'],
  [2042, '34', 'min'],
  [5_999, '99', 'min'],
  [6_000, '1:40', 'h'],
])('%d seconds make the figure %s %s', (seconds, value, unit) => {
  expect(durationFigure(seconds)).toEqual({ value, unit });
});

test('reply times below a second are in milliseconds', () => {
  expect(formatMilliseconds(15.4)).toBe('15 ms');
  expect(formatMilliseconds(6_200)).toBe('6.2 s');
});

test('temperatures have one decimal and never a negative zero', () => {
  expect(formatCelsius(60.04)).toBe('60.0 °C');
  expect(formatDegrees(-0.01)).toBe('0.0');
  expect(meanOf([])).toBeNull();
  expect(meanOf([59, 61])).toBe(60);
});

test('moments of other days carry their day', () => {
  const now = local(22, 13, 58);
  expect(formatTime(now)).toBe('13:58');
  expect(formatTimeMilliseconds(local(22, 13, 8, 5))).toBe('13:08:05.019');
  expect(formatMoment(local(22, 14, 32), now)).toBe('14:32');
  expect(formatMoment(local(21, 17, 40), now)).toBe('yesterday, 17:40');
  expect(formatMoment(local(23, 2, 10), now)).toBe('tomorrow, 02:10');
  expect(formatMoment(local(2, 17, 40), now)).toBe('2 Nov, 17:40');
});

test('characters that would act are drawn as marks', () => {
  expect(visiblePieces('a\u202Eb')).toEqual([
    { kind: 'text', at: 0, text: 'a' },
    { kind: 'mark', at: 1, text: '⟨U+202E⟩' },
    { kind: 'text', at: 2, text: 'b' },
  ]);
  expect(visibleText('bell\u0007, zero\u200Bwidth, return\r')).toBe(
    'bell⟨U+0007⟩, zero⟨U+200B⟩width, return⟨U+000D⟩',
  );
  expect(visibleText('two\nlines\tand a tab')).toBe('two lines and a tab');
});

test('no text keeps a control or format character once it was made visible', () => {
  assert(
    property(string({ unit: 'binary' }), (text) => {
      expect(visibleText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('text without such characters stays as it is', () => {
  assert(
    property(string({ unit: 'grapheme-ascii' }), (text) => {
      expect(visibleText(text)).toBe(text);
    }),
  );
});

test.each([
  [2_042, '34:02', ''],
  [3_599.9, '59:59', ''],
  [3_600, '1:00', 'h'],
  [5_195, '1:26', 'h'],
  [250_000, '69:26', 'h'],
  [-5, '0:00', ''],
])('%d s left are shown as %s %s', (seconds, value, unit) => {
  expect(durationLeft(seconds)).toEqual({ value, unit });
});
