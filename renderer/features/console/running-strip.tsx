import { useState } from 'react';
import { useStore } from 'zustand';
import { assertNever } from '../../../shared/assert-never.ts';
import type { RunningCommand } from '../../../shared/console.ts';
import type { MachineId } from '../../../shared/units.ts';
import { formatDuration } from '../../format/duration.ts';
import { visibleText } from '../../format/visible-text.ts';
import { useAsk, useNow, useServices } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import { AbandonDialog } from './abandon-dialog.tsx';
import classes from './console.module.css';

const none: readonly RunningCommand[] = [];

/** The commands that have not ended, each with how long it has taken so far. */
export function RunningStrip({ machineId }: { readonly machineId: MachineId }) {
  const { console } = useServices();
  const ask = useAsk();
  const now = useNow();
  const commands = useStore(console.running, (state) => state[machineId] ?? none);
  const [asked, setAsked] = useState<RunningCommand | null>(null);
  if (commands.length === 0) return null;
  return (
    <section className={classes['running']} aria-label="Running commands" data-part="running">
      <ul>
        {commands.map((command) => (
          <li key={command.id}>
            <code title={command.text}>{visibleText(command.text)}</code>
            <span>
              {stateWords(command.state)} · {command.level} ·{' '}
              <b>{formatDuration(Math.max(0, now - command.since) / 1000)}</b>
            </span>
            <Button
              small
              label={`Abandon ${visibleText(command.text)}`}
              onPress={() => setAsked(command)}
            >
              Abandon…
            </Button>
          </li>
        ))}
      </ul>
      {asked !== null && (
        <AbandonDialog
          command={asked}
          onClose={() => setAsked(null)}
          onAbandon={() => {
            setAsked(null);
            void ask('console.abandon', { machineId, id: asked.id });
          }}
        />
      )}
    </section>
  );
}

function stateWords(state: RunningCommand['state']): string {
  switch (state) {
    case 'preparing':
      return 'Taking the level';
    case 'sent':
      return 'Sent, no reply yet';
    case 'accepted':
      return 'Accepted, still working';
    default:
      return assertNever(state);
  }
}
