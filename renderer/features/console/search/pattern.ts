/** What is looked for, as typed. */
export interface SearchQuery {
  readonly text: string;
  readonly regex: boolean;
  readonly matchCase: boolean;
}

export const noQuery: SearchQuery = { text: '', regex: false, matchCase: false };

export type Pattern =
  | { readonly ok: true; readonly source: string; readonly flags: string }
  | { readonly ok: false; readonly problem: string };

/** Turns what was typed into an expression; a wrong one is answered with what is wrong with it. */
export function patternOf(query: SearchQuery): Pattern {
  const source = query.regex ? query.text : query.text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
  const flags = query.matchCase ? 'gu' : 'giu';
  try {
    // Only tried: the lines are matched elsewhere.
    RegExp(source, flags);
    return { ok: true, source, flags };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    // “Invalid regular expression: /(/giu: Unterminated group”: only the end says something.
    return { ok: false, problem: detail.slice(detail.lastIndexOf(': ') + 2) };
  }
}

/** Where a line matched: pairs of start and end, in UTF-16 units of its text. */
export type Ranges = readonly number[];

/** More matches than this in one line are not marked. */
const mostRanges = 50;

/** Matches one text; null if it does not match. */
export function rangesIn(text: string, pattern: RegExp): Ranges | null {
  pattern.lastIndex = 0;
  const ranges: number[] = [];
  let found = false;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    found = true;
    if (match[0] === '') pattern.lastIndex += 1;
    else ranges.push(match.index, match.index + match[0].length);
    if (ranges.length >= mostRanges * 2) break;
  }
  return found ? ranges : null;
}
