import type { Result } from '../../shared/failure.ts';
import type { FileWish, HostFacts } from '../../shared/host.ts';
import { noUpdates, type UpdateSource } from './update-source.ts';

/** What a host does for the panel because only it can: it knows the program, its window and the computer's dialogs. */
export interface HostServices {
  facts(): HostFacts;
  /** Throws with a plain sentence if the computer does not take it. */
  setOpenAtLogin(on: boolean): void;
  /** The path a person picked; null if they thought better of it. */
  chooseFile(wish: FileWish): Promise<Result<string | null>>;
  /** The last part of the log, oldest line first, at most `maxBytes`. */
  logTail(maxBytes: number): string;
  readonly updates: UpdateSource;
}

/** For a panel without any host around it. */
export const noHostServices: HostServices = {
  facts: () => ({
    noFileChoice: 'There is no window to show a dialog in.',
    openAtLogin: { kind: 'unavailable', reason: 'There is no program to open.' },
    logFile: '',
  }),
  setOpenAtLogin: () => {
    throw new Error('There is no program to open.');
  },
  chooseFile: async () => ({ ok: true, value: null }),
  logTail: () => '',
  updates: noUpdates('There is no program to update.'),
};
