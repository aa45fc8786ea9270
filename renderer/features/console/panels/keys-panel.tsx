import { combinationWords, consoleShortcuts, type ShortcutPlace } from '../shortcuts.ts';
import classes from './panels.module.css';

const places: readonly ShortcutPlace[] = ['anywhere', 'command line', 'transcript', 'script'];

const placeWords: Readonly<Record<ShortcutPlace, string>> = {
  anywhere: 'Anywhere in the console',
  'command line': 'In the command line',
  transcript: 'In the transcript',
  script: 'In a script',
};

/** Every key of the console. */
export function KeysPanel() {
  return (
    <div className={classes['stack']}>
      {places.map((place) => (
        <section key={place} aria-label={placeWords[place]}>
          <h3 className={classes['heading']}>{placeWords[place]}</h3>
          <dl className={classes['keys']}>
            {consoleShortcuts
              .filter((shortcut) => shortcut.place === place)
              .map(({ keys, what }) => (
                <div key={what}>
                  <dt>
                    {keys.map((combination) => (
                      <kbd key={combination}>{combinationWords(combination)}</kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
