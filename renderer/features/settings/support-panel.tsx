import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { Failure } from '../../../shared/failure.ts';
import { engineStopped } from '../../model/engine.ts';
import { useHostFacts } from '../../stores/use-host-facts.ts';
import { useAsk, useMoment } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import { saveText } from '../../ui/save-text.ts';
import classes from './settings.module.css';

type Copying =
  | { readonly kind: 'none' }
  | { readonly kind: 'done'; readonly words: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Hands over what somebody who helps needs to know. Nothing is sent anywhere. */
export function SupportPanel() {
  const ask = useAsk();
  const { engine } = useMoment();
  const [facts] = useHostFacts();
  const [withAddresses, setWithAddresses] = useState(false);
  const [copying, setCopying] = useState<Copying>({ kind: 'none' });
  const copy = async (): Promise<void> => {
    const answer = await ask('support.bundle', { withAddresses });
    if (!answer.ok) {
      setCopying({ kind: 'failed', failure: answer.failure });
      return;
    }
    try {
      await navigator.clipboard.writeText(answer.value.text);
      setCopying({ kind: 'done', words: 'Copied.' });
    } catch {
      // Some browsers refuse the clipboard; a file serves as well.
      saveText(answer.value.fileName, 'text/plain', answer.value.text);
      setCopying({ kind: 'done', words: `Saved as ${answer.value.fileName}.` });
    }
  };
  return (
    <section className={classes['panel']} aria-labelledby="support">
      <h2 id="support">When something is wrong</h2>
      <p>
        A support bundle says which versions run here, how the machines are set up and what
        QuantDeck wrote down. It holds no password and is sent to nobody: you paste it where you
        want.
      </p>
      <Checkbox
        label="With the addresses of the machines"
        checked={withAddresses}
        onChange={(event) => {
          setWithAddresses(event.currentTarget.checked);
          setCopying({ kind: 'none' });
        }}
      />
      <div className={classes['row']}>
        {engine === 'down' ? (
          <LockedButton name="Copy support bundle" reason={engineStopped} />
        ) : (
          <Button onPress={() => void copy()}>Copy support bundle</Button>
        )}
        <output>{copying.kind === 'done' && copying.words}</output>
      </div>
      {copying.kind === 'failed' && (
        <p role="alert">
          <b>{copying.failure.message}</b> {copying.failure.remedy}
        </p>
      )}
      {facts !== null && facts.logFile !== '' && (
        <p>
          The log is <code>{facts.logFile}</code>.
        </p>
      )}
    </section>
  );
}
