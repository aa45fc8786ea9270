import { useEffect, useRef } from 'react';
import { assertNever } from '../../../shared/assert-never.ts';
import { routeHref } from '../../stores/router.ts';
import { type GuidePage, pageOf } from './guide.ts';
import { type Block, type Line, plainText, type Words } from './guide-text.ts';
import classes from './help.module.css';

interface GuideViewProps {
  readonly page: GuidePage;
  /** The heading that was asked for; null for the beginning. */
  readonly section: string | null;
}

/** One page of the guide. Another page or heading needs another `key`. */
export function GuideView({ page, section }: GuideViewProps) {
  const top = useRef<HTMLElement>(null);
  useEffect(() => {
    const target =
      section === null ? null : (top.current?.querySelector(`#${CSS.escape(section)}`) ?? null);
    (target ?? top.current)?.scrollIntoView({ block: 'start' });
  }, [section]);
  return (
    <article ref={top} className={classes['guide']}>
      <h2>{page.title}</h2>
      {page.sections.map(({ heading, slug, blocks }) => (
        <section key={slug}>
          {heading !== '' && <h3 id={slug}>{heading}</h3>}
          {blocks.map((block) => (
            <BlockView key={keyOf(block)} block={block} />
          ))}
        </section>
      ))}
    </article>
  );
}

function keyOf(block: Block): string {
  return JSON.stringify(block).slice(0, 200);
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p>
          <LineView line={block.line} />
        </p>
      );
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List>
          {block.items.map((item) => (
            <li key={plainText(item)}>
              <LineView line={item} />
            </li>
          ))}
        </List>
      );
    }
    case 'table':
      return (
        <div className={classes['tableFrame']}>
          <table>
            <thead>
              <tr>
                {block.head.map((cell) => (
                  <th key={plainText(cell)} scope="col">
                    <LineView line={cell} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row) => (
                <tr key={row.map(plainText).join('|')}>
                  {row.map((cell) => (
                    <td key={plainText(cell)}>
                      <LineView line={cell} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    case 'code':
      return <pre>{block.text}</pre>;
    default:
      return assertNever(block);
  }
}

function LineView({ line }: { readonly line: Line }) {
  return line.map((words, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- the words of a written text never change their order
    <WordsView key={index} words={words} />
  ));
}

function WordsView({ words }: { readonly words: Words }) {
  switch (words.kind) {
    case 'text':
      return words.text;
    case 'strong':
      return <b>{words.text}</b>;
    case 'emphasis':
      return <i>{words.text}</i>;
    case 'code':
      return <code>{words.text}</code>;
    case 'link': {
      const page = pageOf(words.target);
      // A page for those who work on the program is not in it.
      if (page === null) return words.text;
      return <a href={routeHref({ kind: 'help', page: page.name, section: null })}>{words.text}</a>;
    }
    default:
      return assertNever(words);
  }
}
