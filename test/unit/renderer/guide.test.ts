import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { assertNever } from '../../../shared/assert-never.ts';
import {
  blockText,
  guidePages,
  pageOf,
  searchGuide,
} from '../../../renderer/features/help/guide.ts';
import { type Block, type Line, readGuide } from '../../../renderer/features/help/guide-text.ts';
import { searchShortcuts } from '../../../renderer/features/help/shortcut-groups.ts';

function linesOf(block: Block): readonly Line[] {
  switch (block.kind) {
    case 'paragraph':
      return [block.line];
    case 'list':
      return block.items;
    case 'table':
      return [block.head, ...block.rows].flat();
    case 'code':
      return [];
    default:
      return assertNever(block);
  }
}

describe('the user guide', () => {
  test('is every file of its folder, and the page on gateways', () => {
    const files = readdirSync(new URL('../../../docs/guide', import.meta.url));
    const names = files.map((file) => file.replace('.md', ''));
    expect(new Set(guidePages.map(({ name }) => name))).toEqual(new Set([...names, 'gateway']));
    expect(guidePages[0]?.name).toBe('getting-started');
  });

  test.each(guidePages)('$name uses only what the window can show', ({ title, sections }) => {
    expect(title).not.toBe('');
    expect(sections.length).toBeGreaterThan(0);
    for (const { heading, blocks } of sections) {
      expect(blocks, heading).not.toEqual([]);
      for (const block of blocks)
        for (const line of linesOf(block))
          for (const { kind, text } of line)
            if (kind === 'text') expect(text).not.toMatch(/\*|`|^#|\]\(|<[a-z]/);
    }
  });

  test.each(guidePages)(
    '$name has tables whose rows are as wide as their heads',
    ({ sections }) => {
      for (const { blocks } of sections)
        for (const block of blocks)
          if (block.kind === 'table')
            for (const row of block.rows) expect(row).toHaveLength(block.head.length);
    },
  );

  test('leads from page to page by its links', () => {
    const targets = guidePages.flatMap(({ sections }) =>
      sections.flatMap(({ blocks }) =>
        blocks
          .flatMap(linesOf)
          .flatMap((line) =>
            line.flatMap((words) => (words.kind === 'link' ? [words.target] : [])),
          ),
      ),
    );
    expect(targets.length).toBeGreaterThan(2);
    for (const target of targets) expect(pageOf(target), target).not.toBeNull();
  });
});

describe('reading the guide’s text', () => {
  test('tells headings, lists, tables, code and the words within a line apart', () => {
    const { title, sections } = readGuide(
      [
        '# A **title**'.replaceAll('*', ''),
        '',
        'One line,',
        'and its `rest` with a [link](b.md).',
        '',
        '## Part two',
        '',
        '1. first',
        '   goes on',
        '2. *second*',
        '',
        '| a | b |',
        '|---|---|',
        '| **x** | y |',
        '',
        '```sh',
        '## not a heading',
        '```',
      ].join('\n'),
    );
    expect(title).toBe('A title');
    expect(sections.map(({ heading, slug }) => [heading, slug])).toEqual([
      ['', ''],
      ['Part two', 'part-two'],
    ]);
    expect(sections[0]?.blocks).toEqual([
      {
        kind: 'paragraph',
        line: [
          { kind: 'text', text: 'One line, and its ' },
          { kind: 'code', text: 'rest' },
          { kind: 'text', text: ' with a ' },
          { kind: 'link', text: 'link', target: 'b.md' },
          { kind: 'text', text: '.' },
        ],
      },
    ]);
    const [list, table, code] = sections[1]?.blocks ?? [];
    expect(list).toMatchObject({ kind: 'list', ordered: true, items: { length: 2 } });
    expect(list && blockText(list)).toBe('first goes on second');
    expect(table && blockText(table)).toBe('a b x y');
    expect(code).toEqual({ kind: 'code', text: '## not a heading' });
  });
});

describe('searching the help', () => {
  test('finds sections in which every word occurs, headings first', () => {
    const [first] = searchGuide('access LEVELS');
    expect(first).toMatchObject({ heading: 'Access levels', page: { name: 'safety' } });
    expect(searchGuide('gateway sslv3').length).toBeGreaterThan(0);
    expect(searchGuide('nosuchword access')).toEqual([]);
    expect(searchGuide('  ')).toEqual([]);
  });

  test('finds keys by what they do', () => {
    const [group] = searchShortcuts('fill the screen');
    expect(group).toMatchObject({ place: 'Wall view', rows: [{ keys: 'F' }] });
    expect(searchShortcuts('nosuchword')).toEqual([]);
  });
});
