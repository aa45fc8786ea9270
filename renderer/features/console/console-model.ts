import { assertNever } from '../../../shared/assert-never.ts';
import type { ConsoleLine } from '../../../shared/console.ts';

/** What the filter chips name. */
export const lineGroups = ['commands', 'replies', 'errors', 'messages'] as const;
export type LineGroup = (typeof lineGroups)[number];

export interface LineFilter {
  readonly groups: ReadonlySet<LineGroup>;
  /** Shows QuantDeck's own commands and their replies too. */
  readonly own: boolean;
}

export const initialFilter: LineFilter = { groups: new Set(lineGroups), own: false };

export function groupOf(line: ConsoleLine): LineGroup {
  switch (line.kind) {
    case 'command':
      return 'commands';
    case 'next':
    case 'ok':
      return 'replies';
    case 'error':
    case 'unrecognised':
      return 'errors';
    case 'message':
    case 'ready':
    case 'opened':
    case 'closed':
      return 'messages';
    default:
      return assertNever(line.kind);
  }
}

/** How many lines each chip stands for, of those the “own” switch lets through. */
export function countGroups(
  lines: readonly ConsoleLine[],
  own: boolean,
): Readonly<Record<LineGroup, number>> {
  const counts = { commands: 0, replies: 0, errors: 0, messages: 0 };
  for (const line of lines) if (own || line.origin !== 'panel') counts[groupOf(line)] += 1;
  return counts;
}

/** One row of the transcript: a line, or a stretch of once-a-second messages drawn as one. */
export type ConsoleRow =
  | { readonly kind: 'line'; readonly key: string; readonly line: ConsoleLine }
  | {
      readonly kind: 'flood';
      readonly key: string;
      readonly lines: readonly ConsoleLine[];
      readonly latest: ConsoleLine;
      readonly open: boolean;
    };

/** Topics a machine publishes every second (instrument protocol, section 7). */
const floodTopics = /^(Temperature|LEDStatus|Time)\b/;

function isFlood(line: ConsoleLine): boolean {
  return line.kind === 'message' && floodTopics.test(line.text);
}

/** Chooses and folds the rows to draw. A flood is opened by the key of its row. */
export function consoleRows(
  lines: readonly ConsoleLine[],
  filter: LineFilter,
  opened: ReadonlySet<string>,
): readonly ConsoleRow[] {
  const rows: ConsoleRow[] = [];
  let flood: ConsoleLine[] = [];
  const endFlood = (): void => {
    const [first] = flood;
    const latest = flood.at(-1);
    if (first === undefined || latest === undefined) return;
    if (flood.length === 1) rows.push(rowOf(first));
    else {
      const key = `flood ${first.sequence}`;
      const open = opened.has(key);
      rows.push({ kind: 'flood', key, lines: flood, latest, open });
      if (open) rows.push(...flood.map(rowOf));
    }
    flood = [];
  };
  for (const line of lines) {
    if (!filter.groups.has(groupOf(line)) || (!filter.own && line.origin === 'panel')) continue;
    if (isFlood(line)) {
      flood.push(line);
      continue;
    }
    endFlood();
    rows.push(rowOf(line));
  }
  endFlood();
  return rows;
}

function rowOf(line: ConsoleLine): ConsoleRow {
  return { kind: 'line', key: `line ${line.sequence}`, line };
}

/** The topics of a flood with how often each came: `Temperature × 58, LEDStatus × 58`. */
export function floodWords(lines: readonly ConsoleLine[]): string {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const topic = floodTopics.exec(line.text)?.[1] ?? '';
    counts.set(topic, (counts.get(topic) ?? 0) + 1);
  }
  return [...counts].map(([topic, count]) => `${topic} × ${count}`).join(', ');
}

/** How a line's text is drawn. */
export type LineBody =
  | { readonly kind: 'whole'; readonly text: string }
  | {
      readonly kind: 'folded';
      /** What stands beside the fold button. */
      readonly first: string;
      readonly label: string;
      /** What opening shows, at most `openedCharacters`. */
      readonly text: string;
      /** Characters that are not drawn even when open. */
      readonly hidden: number;
    };

const wholeCharacters = 600;
/** More than this in one row makes the window sluggish; main keeps the whole. */
const openedCharacters = 60_000;

/** Folds bodies of several lines or great length. */
export function lineBody(text: string): LineBody {
  const trimmed = text.replace(/\n+$/, '');
  const lines = trimmed.split('\n');
  if (lines.length === 1 && trimmed.length <= wholeCharacters)
    return { kind: 'whole', text: trimmed };
  const first = lines.find((line) => !/^\s*<[\w.-]+>\s*$/.test(line)) ?? lines[0] ?? '';
  return {
    kind: 'folded',
    first: first.length > 80 ? `${first.slice(0, 80)}…` : `${first} …`,
    label:
      lines.length === 1
        ? `${trimmed.length.toLocaleString('en')} characters`
        : `${lines.length.toLocaleString('en')} lines`,
    text: trimmed.slice(0, openedCharacters),
    hidden: Math.max(0, trimmed.length - openedCharacters),
  };
}
