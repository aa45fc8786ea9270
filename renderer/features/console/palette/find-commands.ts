import type { CatalogueCommand } from '../../../../shared/catalogue/command-entry.ts';
import { beginsSpelling } from '../../../../shared/catalogue/spelling.ts';

/**
 * The commands that hold all the words looked for in their name, purpose or group; those whose name begins so come first,
 * then those whose name holds them.
 */
export function findCommands(
  commands: readonly CatalogueCommand[],
  looked: string,
): readonly CatalogueCommand[] {
  const wanted = looked.trim().toLowerCase();
  const words = wanted.split(/\s+/).filter(Boolean);
  const rank = ({ name, aliases }: CatalogueCommand): number => {
    if (wanted === '') return 0;
    if ([name, ...aliases].some((each) => beginsSpelling(each, wanted))) return 0;
    return name.toLowerCase().includes(wanted) ? 1 : 2;
  };
  return commands
    .filter((command) => {
      const { name, aliases, summary, group, help } = command;
      const all = [name, ...aliases, summary, group, help].join(' ').toLowerCase();
      return words.every((word) => all.includes(word)) || (wanted !== '' && rank(command) === 0);
    })
    .toSorted((a, b) => rank(a) - rank(b));
}
