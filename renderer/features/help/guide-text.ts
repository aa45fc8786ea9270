/*
 * Reads the user guide's text. It knows as much of Markdown as the guide uses, and a test keeps the guide to that: headings, paragraphs,
 * lists, tables, code, strong words and links. What it does not know stays as it stands.
 */

/** A run of letters within a line. */
export type Words =
  | { readonly kind: 'text' | 'strong' | 'code' | 'emphasis'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly target: string };

export type Line = readonly Words[];

export type Block =
  | { readonly kind: 'paragraph'; readonly line: Line }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Line[] }
  | {
      readonly kind: 'table';
      readonly head: readonly Line[];
      readonly rows: readonly (readonly Line[])[];
    }
  | { readonly kind: 'code'; readonly text: string };

/** What stands under one heading. */
export interface Section {
  /** Empty for what stands before the first heading. */
  readonly heading: string;
  /** The heading as it stands in an address. */
  readonly slug: string;
  readonly blocks: readonly Block[];
}

export interface GuideText {
  readonly title: string;
  readonly sections: readonly Section[];
}

export function readGuide(source: string): GuideText {
  const [first = '', ...rest] = source.replaceAll('\r\n', '\n').split('\n');
  const sections: Section[] = [];
  let heading = '';
  let lines: string[] = [];
  const close = (): void => {
    const blocks = readBlocks(lines);
    if (heading !== '' || blocks.length > 0)
      sections.push({ heading, slug: slugOf(heading), blocks });
    lines = [];
  };
  let fenced = false;
  for (const line of rest) {
    if (line.startsWith('```')) fenced = !fenced;
    if (!fenced && line.startsWith('## ')) {
      close();
      heading = line.slice(3).trim();
    } else lines.push(line);
  }
  close();
  return { title: first.replace(/^# /, '').trim(), sections };
}

/** A line's words as plain text. */
export function plainText(line: Line): string {
  return line.map(({ text }) => text).join('');
}

function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

function readBlocks(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  let index = 0;
  /** The lines from here on that belong together. */
  const take = (belongs: (line: string) => boolean): string[] => {
    const taken: string[] = [];
    for (let line = lines[index]; line !== undefined && belongs(line); line = lines[++index])
      taken.push(line);
    return taken;
  };
  while (index < lines.length) {
    const line = lines[index] ?? '';
    if (line.trim() === '') index++;
    else if (line.startsWith('```')) {
      index++;
      const text = take((next) => !next.startsWith('```')).join('\n');
      index++;
      blocks.push({ kind: 'code', text });
    } else if (line.startsWith('|')) {
      const [head = [], , ...rows] = take((next) => next.startsWith('|')).map(readRow);
      blocks.push({ kind: 'table', head, rows });
    } else if (isItem(line)) {
      const ordered = /^\d/.test(line);
      const items = joined(take((next) => next.trim() !== ''));
      blocks.push({ kind: 'list', ordered, items: items.map(readLine) });
    } else {
      const text = take((next) => next.trim() !== '' && !/^(```|\|)/.test(next) && !isItem(next));
      blocks.push({ kind: 'paragraph', line: readLine(text.join(' ')) });
    }
  }
  return blocks;
}

function isItem(line: string): boolean {
  return /^(- |\d+\. )/.test(line);
}

/** Items of a list, each in one line. */
function joined(lines: readonly string[]): readonly string[] {
  const items: string[] = [];
  for (const line of lines) {
    if (isItem(line)) items.push(line.replace(/^(- |\d+\. )/, ''));
    else items.push(`${items.pop() ?? ''} ${line.trim()}`);
  }
  return items;
}

function readRow(line: string): readonly Line[] {
  return line
    .replaceAll(/^\||\|\s*$/g, '')
    .split('|')
    .map((cell) => readLine(cell.trim()));
}

const marked =
  /\*\*(?<strong>[^*]+)\*\*|\*(?<emphasis>[^*]+)\*|`(?<code>[^`]+)`|\[(?<link>[^\]]+)\]\((?<target>[^)]+)\)/g;

function readLine(text: string): Line {
  const words: Words[] = [];
  let at = 0;
  for (const match of text.matchAll(marked)) {
    if (match.index > at) words.push({ kind: 'text', text: text.slice(at, match.index) });
    at = match.index + match[0].length;
    const { strong, emphasis, code, link, target } = match.groups ?? {};
    if (strong !== undefined) words.push({ kind: 'strong', text: strong });
    else if (emphasis !== undefined) words.push({ kind: 'emphasis', text: emphasis });
    else if (code !== undefined) words.push({ kind: 'code', text: code });
    else words.push({ kind: 'link', text: link ?? '', target: target ?? '' });
  }
  if (at < text.length) words.push({ kind: 'text', text: text.slice(at) });
  return words;
}
