import { assertNever } from '../../../shared/assert-never.ts';
import { type Block, type GuideText, plainText, readGuide } from './guide-text.ts';

/** One page of the user guide. */
export interface GuidePage extends GuideText {
  /** As it stands in the address: the file's name without its ending. */
  readonly name: string;
}

/** The pages of `docs/` that are the user guide, in the order of the list. */
const order = [
  'getting-started',
  'safety',
  'history',
  'wall',
  'console',
  'alerts',
  'troubleshooting',
  'gateway',
];

// The guide is written once, in docs/, and comes along with the program: help has to work without a network.
const sources: Readonly<Record<string, string>> = {
  ...import.meta.glob<string>('../../../docs/guide/*.md', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
  ...import.meta.glob<string>('../../../docs/gateway.md', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
};

export const guidePages: readonly GuidePage[] = Object.entries(sources)
  .map(([path, source]) => ({ name: nameOf(path), ...readGuide(source) }))
  .toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));

/** The page that a link of the guide leads to; null for one that leads elsewhere. */
export function pageOf(target: string): GuidePage | null {
  const name = nameOf(target);
  return guidePages.find((page) => page.name === name) ?? null;
}

function nameOf(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.md$/, '');
}

/** A place in the guide that has all that was searched for. */
export interface GuideFind {
  readonly page: GuidePage;
  readonly heading: string;
  readonly slug: string;
  /** The words around the first that was found. */
  readonly excerpt: string;
}

const excerptLength = 110;

/** Sections in which every word occurs, those with a word in their heading first. */
export function searchGuide(text: string): readonly GuideFind[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const finds = guidePages.flatMap((page) =>
    page.sections.flatMap(({ heading, slug, blocks }) => {
      const title = `${page.title} ${heading}`.toLowerCase();
      const body = blocks.map(blockText).join(' ');
      const all = `${title} ${body.toLowerCase()}`;
      if (!words.every((word) => all.includes(word))) return [];
      const rank = words.filter((word) => title.includes(word)).length;
      return [{ page, heading, slug, excerpt: excerptOf(body, words), rank }];
    }),
  );
  return finds.toSorted((a, b) => b.rank - a.rank);
}

export function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return plainText(block.line);
    case 'list':
      return block.items.map(plainText).join(' ');
    case 'table':
      return [block.head, ...block.rows].map((row) => row.map(plainText).join(' ')).join(' ');
    case 'code':
      return block.text;
    default:
      return assertNever(block);
  }
}

function excerptOf(body: string, words: readonly string[]): string {
  const found = words.map((word) => body.toLowerCase().indexOf(word)).filter((at) => at >= 0);
  const from = Math.max(0, Math.min(body.length, ...found) - 30);
  const start = from === 0 ? 0 : body.indexOf(' ', from) + 1;
  const cut = body.slice(start, start + excerptLength);
  return `${start > 0 ? '… ' : ''}${cut}${start + excerptLength < body.length ? '…' : ''}`;
}
