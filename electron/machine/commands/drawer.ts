import type { DrawerPosition } from '../../../shared/readings.ts';
import { command, order } from './command.ts';

const positions: readonly DrawerPosition[] = ['Open', 'Closed', 'Unknown'];

/** Where the drawer is; `Unknown` while it moves (instrument protocol, section 6). */
export const drawerQuery = command<DrawerPosition>(
  'DRAWer?',
  'Open, Closed or Unknown',
  (body) =>
    positions.find((position) => position.toLowerCase() === body.raw.trim().toLowerCase()) ?? null,
);

/** Opens the drawer, even in the middle of a run. Answers `NEXT`, then `OK` when it is open. Needs Controller. */
export const openDrawer = order('OPEN');

/** Closes the drawer. Answers `NEXT`, then `OK` when it is closed. Needs Controller. */
export const closeDrawer = order('CLOSE');
