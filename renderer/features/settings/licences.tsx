import { useState } from 'react';
import { z } from 'zod';
import { Button } from '../../ui/button.tsx';
import classes from './settings.module.css';

const licencesSchema = z.array(
  z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string() }),
);
type Licences = z.infer<typeof licencesSchema>;

type Loading =
  | { readonly kind: 'closed' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'open'; readonly licences: Licences };

/** The licences of the software that QuantDeck is made of. The list is made with each build and read from it, without a network. */
export function LicenceList() {
  const [state, setState] = useState<Loading>({ kind: 'closed' });
  const load = async (): Promise<void> => {
    setState({ kind: 'loading' });
    try {
      const answer = await fetch(new URL('licences.json', document.baseURI));
      setState({ kind: 'open', licences: licencesSchema.parse(await answer.json()) });
    } catch {
      setState({ kind: 'failed' });
    }
  };
  if (state.kind !== 'open')
    return (
      <div className={classes['row']}>
        <Button onPress={() => void load()}>
          {state.kind === 'loading' ? 'Reading…' : 'Show the licences of its parts'}
        </Button>
        {state.kind === 'failed' && (
          <p role="alert">The list could not be read. It comes with a build of QuantDeck.</p>
        )}
      </div>
    );
  return (
    <section className={classes['licences']} aria-label="Licences">
      {state.licences.map(({ name, version, licence, text }) => (
        <details key={`${name} ${version}`}>
          <summary>
            {name} {version} <span>{licence}</span>
          </summary>
          <pre>{text === '' ? `The package brings no text of its ${licence} licence.` : text}</pre>
        </details>
      ))}
      <p>Electron and Chromium bring their own, in the folder QuantDeck is installed in.</p>
    </section>
  );
}
