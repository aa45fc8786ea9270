import { Switch } from '@mantine/core';
import { useState } from 'react';
import type { Failure } from '../../../shared/failure.ts';
import { engineStopped } from '../../model/engine.ts';
import { useHostFacts } from '../../stores/use-host-facts.ts';
import { useAsk, useMoment } from '../../stores/use-services.ts';
import classes from './settings.module.css';

/** What QuantDeck does with the computer itself. */
export function ComputerPanel() {
  const ask = useAsk();
  const { engine } = useMoment();
  const [facts, setFacts] = useHostFacts();
  const [failure, setFailure] = useState<Failure | null>(null);
  const item = facts?.openAtLogin ?? null;
  const set = async (on: boolean): Promise<void> => {
    const answer = await ask('host.setOpenAtLogin', { on });
    setFailure(answer.ok ? null : answer.failure);
    if (answer.ok) setFacts(answer.value);
  };
  const reason =
    engine === 'down' ? engineStopped : item?.kind === 'unavailable' ? item.reason : null;
  return (
    <section className={classes['panel']} aria-labelledby="computer">
      <h2 id="computer">This computer</h2>
      {item !== null && (
        <Switch
          label="Open QuantDeck when I log in"
          description={reason}
          checked={item.kind === 'on'}
          // Focusable although it cannot be changed, so that its reason can be read.
          aria-disabled={reason !== null}
          onChange={(event) => {
            if (reason === null) void set(event.currentTarget.checked);
          }}
        />
      )}
      {failure !== null && (
        <p role="alert">
          <b>{failure.message}</b> {failure.remedy}
        </p>
      )}
    </section>
  );
}
