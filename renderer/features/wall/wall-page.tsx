import { useElementSize } from '@mantine/hooks';
import { useEffect, useMemo, useState } from 'react';
import type { Instant } from '../../../shared/units.ts';
import { formatTime } from '../../format/time.ts';
import { countMachines, machinesInOrder } from '../../stores/panel-selectors.ts';
import { go } from '../../stores/router.ts';
import { useMoment, usePanel, useServices } from '../../stores/use-services.ts';
import { Button, classNames } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { fillScreen, fillsScreen, leaveFullScreen } from './full-screen.ts';
import { useWakeLock } from './use-wake-lock.ts';
import { wallDrift, wallGrid } from './wall-grid.ts';
import { WallMachine } from './wall-machine.tsx';
import { wallCard } from './wall-model.ts';
import classes from './wall.module.css';

/** How long the way out stays in sight after the mouse moved. */
const toolsMilliseconds = 4_000;
const themeKey = 'quantdeck.wall-theme';

const leave = (): void => go({ kind: 'machines' });

/** Every machine on a lab's monitor, readable from across the room. Nothing here acts on a machine. */
export function WallPage() {
  const moment = useMoment();
  const { kept } = useServices();
  const replica = usePanel((state) => state.replica);
  const machines = useMemo(
    () => machinesInOrder({ link: { kind: 'up' }, replica, loadFailure: null }),
    [replica],
  );
  const [theme, setTheme] = useState(kept.read(themeKey) === 'light' ? 'light' : 'dark');
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const wake = useWakeLock();
  const tools = useTools(moment.now);
  useWallKeys();
  const grid = wallGrid(machines.length, width, height);
  const drift = wallDrift(moment.now);
  const counts = countMachines(machines, moment);
  const down = moment.engine === 'down';
  const turn = (): void => {
    const next = theme === 'dark' ? 'light' : 'dark';
    kept.write(themeKey, next);
    setTheme(next);
  };
  return (
    <main
      className={classNames(classes['wall'], theme === 'dark' ? 'qd-dark' : 'qd-light')}
      aria-label="Wall view"
      onPointerMove={tools.wake}
      data-tools={tools.shown ? true : undefined}
    >
      <div
        className={classes['drift']}
        style={{ transform: `translate(${drift.x}px, ${drift.y}px)` }}
      >
        <header className={classes['head']}>
          <h1>Machines</h1>
          <ul className={classes['counts']} aria-label="Summary">
            <li>
              <Icon name="running" size={28} /> {counts.running} running
            </li>
            {counts.attention > 0 && (
              <li className={classes['warnText']}>
                <Icon name="attention" size={28} /> {counts.attention}{' '}
                {counts.attention === 1 ? 'needs' : 'need'} attention
              </li>
            )}
            {counts.offline > 0 && (
              <li>
                <Icon name="offline" size={28} /> {counts.offline} offline
              </li>
            )}
          </ul>
          {wake === 'none' && (
            <span className={classes['aside']}>This window cannot keep the screen on.</span>
          )}
          <time className={classes['clock']}>{formatTime(moment.now)}</time>
        </header>
        {down && (
          <p className={classes['down']} role="alert">
            <Icon name="error" size={32} />
            QuantDeck’s engine stopped. Nothing here is current.
          </p>
        )}
        <div
          ref={ref}
          className={classNames(classes['grid'], down && classes['old'])}
          style={{
            gridTemplateColumns: `repeat(${grid.columns}, minmax(0, 1fr))`,
            gridTemplateRows: `repeat(${grid.rows}, minmax(0, 1fr))`,
          }}
        >
          {machines.length === 0 ? (
            <p className={classes['nothing']}>No machines yet. Leave with Escape and add one.</p>
          ) : (
            machines.map((machine) => (
              <WallMachine key={machine.id} card={wallCard(machine, moment)} />
            ))
          )}
        </div>
      </div>
      <div className={classes['tools']}>
        <Button onPress={leave}>Leave (Esc)</Button>
        <Button onPress={() => void toggleFullScreen()}>Full screen (F)</Button>
        <Button onPress={turn}>{theme === 'dark' ? 'Light' : 'Dark'}</Button>
      </div>
    </main>
  );
}

async function toggleFullScreen(): Promise<void> {
  await (fillsScreen() ? leaveFullScreen() : fillScreen());
}

/** Escape leaves, F fills the screen; leaving the full screen, by whatever key, leaves the wall too. */
function useWallKeys(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Escape') leave();
      if (event.key === 'f' || event.key === 'F') void toggleFullScreen();
    };
    let filled = fillsScreen();
    const changed = (): void => {
      if (filled && !fillsScreen()) leave();
      filled = fillsScreen();
    };
    window.addEventListener('keydown', pressed);
    document.addEventListener('fullscreenchange', changed);
    return () => {
      window.removeEventListener('keydown', pressed);
      document.removeEventListener('fullscreenchange', changed);
      void leaveFullScreen();
    };
  }, []);
}

/** The way out is in sight while the mouse moves, and whenever the keyboard is on it. */
function useTools(now: Instant): { readonly shown: boolean; readonly wake: () => void } {
  const { clock } = useServices();
  const [until, setUntil] = useState(now + toolsMilliseconds);
  return {
    shown: now < until,
    wake: () => {
      const next = clock.now() + toolsMilliseconds;
      if (next > until + toolsMilliseconds / 8) setUntil(next);
    },
  };
}
