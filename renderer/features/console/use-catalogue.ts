import { catalogue } from '../../../shared/catalogue/catalogue.ts';
import type { CatalogueCommand } from '../../../shared/catalogue/command-entry.ts';

/** The commands a machine has, as far as they are known. */
export interface MachineCatalogue {
  readonly commands: readonly CatalogueCommand[];
}

/** The bundled commands. */
export function useCatalogue(): MachineCatalogue {
  return { commands: catalogue };
}
