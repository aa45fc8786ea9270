import { TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { go, routeHref } from '../../stores/router.ts';
import { useAsk } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import { type GuideFind, guidePages, searchGuide } from './guide.ts';
import { GuideView } from './guide-view.tsx';
import classes from './help.module.css';
import { searchShortcuts, type ShortcutGroup, shortcutGroups } from './shortcut-groups.ts';

const shortcutsName = 'keys';

interface HelpPageProps {
  readonly page: string | null;
  readonly section: string | null;
}

/** The user guide and the keys, without a network. */
export function HelpPage({ page, section }: HelpPageProps) {
  const ask = useAsk();
  const [text, setText] = useState('');
  const searched = text.trim();
  const finds = useMemo(() => searchGuide(searched), [searched]);
  const keys = useMemo(() => searchShortcuts(searched), [searched]);
  const shown = guidePages.find(({ name }) => name === page) ?? guidePages[0];
  const welcome = async (): Promise<void> => {
    const answer = await ask('preferences.change', { welcome: { seen: false } });
    if (answer.ok) go({ kind: 'machines' });
  };
  return (
    <div className={classes['page']}>
      <div className={classes['side']}>
        <h1>Help</h1>
        <TextInput
          aria-label="Search the help"
          type="search"
          placeholder="Search the help"
          maxLength={100}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <nav aria-label="Help">
          <ul>
            {guidePages.map(({ name, title }) => (
              <li key={name}>
                <PageLink name={name} title={title} current={name === (page ?? shown?.name)} />
              </li>
            ))}
            <li>
              <PageLink
                name={shortcutsName}
                title="Keyboard shortcuts"
                current={page === shortcutsName}
              />
            </li>
          </ul>
        </nav>
        <Button onPress={() => void welcome()}>Show the welcome again</Button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard (WCAG 2.1.1) */}
      <section className={classes['content']} aria-label="Help text" tabIndex={0}>
        {searched !== '' ? (
          <Found finds={finds} keys={keys} onOpen={() => setText('')} />
        ) : page === shortcutsName ? (
          <article className={classes['guide']}>
            <h2>Keyboard shortcuts</h2>
            <p>On a Mac the Command key counts as Ctrl.</p>
            <Keys groups={shortcutGroups} />
          </article>
        ) : (
          shown !== undefined && (
            <GuideView key={`${shown.name} ${section ?? ''}`} page={shown} section={section} />
          )
        )}
      </section>
    </div>
  );
}

interface PageLinkProps {
  readonly name: string;
  readonly title: string;
  readonly current: boolean;
}

function PageLink({ name, title, current }: PageLinkProps) {
  return (
    <a
      href={routeHref({ kind: 'help', page: name, section: null })}
      {...(current ? { 'aria-current': 'page' } : {})}
    >
      {title}
    </a>
  );
}

interface FoundProps {
  readonly finds: readonly GuideFind[];
  readonly keys: readonly ShortcutGroup[];
  readonly onOpen: () => void;
}

function Found({ finds, keys, onOpen }: FoundProps) {
  const count = finds.length + keys.reduce((sum, { rows }) => sum + rows.length, 0);
  return (
    <article className={classes['guide']}>
      <p>
        <output>{count === 0 ? 'Nothing was found.' : `${count} found.`}</output>
      </p>
      <ul className={classes['finds']}>
        {finds.map(({ page, heading, slug, excerpt }) => (
          <li key={`${page.name} ${slug}`}>
            <a
              href={routeHref({
                kind: 'help',
                page: page.name,
                section: slug === '' ? null : slug,
              })}
              onClick={onOpen}
            >
              {heading === '' ? page.title : `${page.title}: ${heading}`}
            </a>
            <p>{excerpt}</p>
          </li>
        ))}
      </ul>
      <Keys groups={keys} />
    </article>
  );
}

function Keys({ groups }: { readonly groups: readonly ShortcutGroup[] }) {
  return groups.map(({ place, rows }) => (
    <section key={place}>
      <h3>{place}</h3>
      <dl className={classes['keys']}>
        {rows.map(({ keys, what }) => (
          <div key={`${keys} ${what}`}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  ));
}
