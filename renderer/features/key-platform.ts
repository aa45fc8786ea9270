import type { KeyPlatform } from '../../shared/shortcuts.ts';

/** Whose keys this computer has: those of a Mac, or those of everybody else. */
export const keyPlatform: KeyPlatform = /Mac/.test(globalThis.navigator.platform) ? 'mac' : 'other';
