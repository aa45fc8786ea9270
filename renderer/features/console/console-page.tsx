import { NativeSelect } from '@mantine/core';
import { useMemo } from 'react';
import type { MachineId } from '../../../shared/units.ts';
import { visibleText } from '../../format/visible-text.ts';
import { machineStatus } from '../../model/status.ts';
import { ageOf } from '../../model/values.ts';
import { machinesInOrder } from '../../stores/panel-selectors.ts';
import { go } from '../../stores/router.ts';
import { useMoment, usePanel } from '../../stores/use-services.ts';
import { StateWord } from '../../ui/state-word.tsx';
import { AgeLabel, LevelBadge } from '../../ui/words.tsx';
import { sessionFacts } from '../machine/session-facts.ts';
import classes from './console.module.css';
import { ConsoleView } from './console-view.tsx';

/** The console with its choice of machine. */
export function ConsolePage({ id }: { readonly id: MachineId | null }) {
  const moment = useMoment();
  const replica = usePanel((state) => state.replica);
  const machines = useMemo(
    () => machinesInOrder({ link: { kind: 'up' }, replica, loadFailure: null }),
    [replica],
  );
  const machine = machines.find((candidate) => candidate.id === id) ?? machines[0];
  if (machine === undefined)
    return (
      <div className={classes['page']}>
        <header className={classes['head']}>
          <h1>Console</h1>
        </header>
        <p className={classes['empty']}>Add a machine first.</p>
      </div>
    );
  const heard = ageOf(machine.heardAt, moment);
  return (
    <div className={classes['page']}>
      <header className={classes['head']}>
        <h1>Console</h1>
        <NativeSelect
          aria-label="Machine"
          className={classes['machine'] ?? ''}
          value={machine.id}
          data={machines.map((candidate) => ({
            value: candidate.id,
            label: visibleText(candidate.settings.name),
          }))}
          onChange={(event) => {
            const chosen = machines.find((candidate) => candidate.id === event.currentTarget.value);
            if (chosen !== undefined) go({ kind: 'console', id: chosen.id });
          }}
        />
        <StateWord status={machineStatus(machine, moment)} />
        <span className={classes['facts']}>{sessionFacts(machine).join(' · ')}</span>
        <div className={classes['right']}>
          {heard !== null && <AgeLabel age={heard} prefix="heard " />}
          {machine.connection.kind === 'ready' && <LevelBadge level={machine.connection.level} />}
        </div>
      </header>
      <ConsoleView key={machine.id} snapshot={machine} />
    </div>
  );
}
