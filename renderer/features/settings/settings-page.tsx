import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { engineStopped } from '../../model/engine.ts';
import { useMoment, usePanel } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import { useShellPresses } from '../action/use-shell-presses.ts';
import { AlertSettings } from './alert-settings.tsx';
import { HistorySettings } from './history-settings.tsx';
import { PasswordsPanel } from '../passwords/passwords-panel.tsx';
import { ComputerPanel } from './computer-panel.tsx';
import { LicenceList } from './licences.tsx';
import classes from './settings.module.css';
import { SupportPanel } from './support-panel.tsx';
import { UpdatesPanel } from './updates-panel.tsx';

const choices = [
  { value: 'auto', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

/** The few choices of this window, and what this program is. */
export function SettingsPage() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { engine } = useMoment();
  const replica = usePanel((state) => state.replica);
  const shell = useShellPresses();
  if (replica === null) return null;
  const { about } = replica;
  const simulated = Object.values(replica.machines).some(
    (machine) => machine.settings.kind === 'simulated',
  );
  return (
    <div className={classes['page']}>
      <h1>Settings</h1>
      <div className={classes['panels']}>
        <section className={classes['panel']} aria-labelledby="appearance">
          <h2 id="appearance">Appearance</h2>
          <div className={classes['row']}>
            <SegmentedControl
              aria-labelledby="appearance"
              value={colorScheme}
              onChange={(value) => {
                const choice = choices.find((known) => known.value === value);
                if (choice !== undefined) setColorScheme(choice.value);
              }}
              data={choices.map((choice) => ({ ...choice }))}
              transitionDuration={0}
            />
          </div>
        </section>
        <AlertSettings />
        <HistorySettings />
        <section className={classes['panel']} aria-labelledby="practice">
          <h2 id="practice">Practice</h2>
          <p>The practice machine behaves like a real one. Nothing moves and nothing heats.</p>
          <div className={classes['row']}>
            {simulated ? (
              <LockedButton
                name="Add the practice machine"
                reason="It is already among your machines."
              />
            ) : engine === 'down' ? (
              <LockedButton name="Add the practice machine" reason={engineStopped} />
            ) : (
              <Button icon="add" onPress={shell.addSimulated}>
                Add the practice machine
              </Button>
            )}
          </div>
        </section>
        <PasswordsPanel />
        <ComputerPanel />
        <UpdatesPanel />
        <SupportPanel />
        <section className={classes['panel']} aria-labelledby="about">
          <h2 id="about">About</h2>
          <dl className={classes['facts']}>
            <dt>QuantDeck</dt>
            <dd>{about.version}</dd>
            <dt>Runs in</dt>
            <dd>{about.host === 'electron' ? 'its own window' : 'a browser window'}</dd>
          </dl>
          <p>Open software under the Apache License 2.0. Not made by the machines’ vendor.</p>
          <LicenceList />
        </section>
      </div>
    </div>
  );
}
