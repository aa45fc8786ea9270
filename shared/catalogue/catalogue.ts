import type { CatalogueCommand } from './command-entry.ts';
import { fileEntries } from './file-entries.ts';
import { runEntries } from './run-entries.ts';
import { sessionEntries } from './session-entries.ts';
import { statusEntries } from './status-entries.ts';

/** Every command that is known without asking a machine (instrument protocol, sections 3 to 8). */
export const catalogue: readonly CatalogueCommand[] = [
  ...sessionEntries,
  ...statusEntries,
  ...runEntries,
  ...fileEntries,
];
