/** A stretch of text, or one character that would act instead of show. */
export interface TextPiece {
  readonly kind: 'text' | 'mark';
  /** Where it starts in the whole, which tells the pieces apart. */
  readonly at: number;
  readonly text: string;
}

/**
 * Control, format (zero-width, direction) and separator characters: they could hide or reorder what a machine said.
 * Newline and tab are left to the layout.
 */
const acting = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Splits text so that every character that acts can be drawn as a mark. */
export function visiblePieces(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const match of text.matchAll(acting)) {
    if (match.index > from)
      pieces.push({ kind: 'text', at: from, text: text.slice(from, match.index) });
    pieces.push({ kind: 'mark', at: match.index, text: markOf(match[0]) });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ kind: 'text', at: from, text: text.slice(from) });
  return pieces;
}

/** The same as one line of plain text, for names and titles that machines give. */
export function visibleText(text: string): string {
  return visiblePieces(text.replace(/[\t\n]+/g, ' '))
    .map((piece) => piece.text)
    .join('');
}

function markOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
