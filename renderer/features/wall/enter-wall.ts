import { go } from '../../stores/router.ts';
import { fillScreen } from './full-screen.ts';

/** Opens the wall on the whole screen, in the press that asked for it: browsers allow it only then. */
export function enterWall(): void {
  void fillScreen();
  go({ kind: 'wall' });
}
