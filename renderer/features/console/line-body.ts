import type { ConsoleLine } from '../../../shared/console.ts';
import { visibleText } from '../../format/visible-text.ts';
import { base64Bytes, bareBody, type BodyKind, bodyKind, sizeWords } from './body/body-kind.ts';

/** How a line's text is drawn. */
export type LineBody =
  | { readonly kind: 'whole'; readonly text: string }
  | {
      readonly kind: 'folded';
      /** What stands beside the fold button. */
      readonly first: string;
      /** What the fold button says. */
      readonly label: string;
    };

const wholeCharacters = 600;
/** More than this in one row makes the window sluggish; main keeps the whole. */
export const openedCharacters = 60_000;

const kindWords: Readonly<Record<BodyKind, string>> = {
  text: '',
  base64: 'base64',
  xml: 'XML',
  protocol: 'protocol',
  binary: 'binary',
};

/** Folds bodies of several lines or great length, and names what they hold. */
export function lineBody(line: Pick<ConsoleLine, 'text' | 'clipped' | 'byteLength'>): LineBody {
  const trimmed = line.text.replace(/\n+$/, '');
  const lines = trimmed.split('\n');
  if (lines.length === 1 && trimmed.length <= wholeCharacters && !line.clipped)
    return { kind: 'whole', text: trimmed };
  const kind = bodyKind(line.text, line.clipped);
  const label =
    line.clipped || lines.length === 1
      ? sizeWords(line.byteLength)
      : `${lines.length.toLocaleString('en')} lines`;
  return { kind: 'folded', first: firstWords(kind, lines, line), label };
}

function firstWords(
  kind: BodyKind,
  lines: readonly string[],
  line: Pick<ConsoleLine, 'text' | 'clipped' | 'byteLength'>,
): string {
  if (kind === 'base64') {
    const bytes = base64Bytes(bareBody(line.text));
    return line.clipped
      ? `base64, about ${sizeWords(Math.floor((line.byteLength * 3) / 4))} of data`
      : `base64, ${sizeWords(bytes)} of data`;
  }
  const first =
    lines.find((text) => text.trim() !== '' && !/^\s*<\/?[\w.-]+>\s*$/.test(text)) ?? '';
  if (first === '') return 'nothing in it';
  const start = visibleText(first.trim());
  const words = start.length > 80 ? `${start.slice(0, 80)}…` : `${start} …`;
  return kindWords[kind] === '' ? words : `${kindWords[kind]}: ${words}`;
}
