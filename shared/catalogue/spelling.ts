import type { CatalogueCommand } from './command-entry.ts';

const patterns = new Map<string, RegExp>();

/**
 * Whether a word names a command: short or long form, or anything between, in any case. The capitals are the short form;
 * which lengths between a real machine takes is unverified, so all are taken for it here.
 */
export function matchesSpelling(name: string, word: string): boolean {
  return patternOf(name).test(word);
}

/** What the capitals of a name leave: `EXP:READ?` for `EXPeriment:READ?`. */
export function shortForm(name: string): string {
  return name
    .split(':')
    .map((part) => {
      const short = part.replaceAll(/[a-z]+/g, '');
      // A part without capitals has no shorter form.
      return /[A-Z]/.test(short) ? short : part;
    })
    .join(':');
}

/** The command that a word names, in any spelling; null if none does. */
export function findCommand(
  word: string,
  commands: readonly CatalogueCommand[],
): CatalogueCommand | null {
  const bare = word.replace(/^:+/, '');
  const named = (command: CatalogueCommand): boolean =>
    [command.name, ...command.aliases].some((name) => matchesSpelling(name, bare));
  // A documented spelling counts before one between.
  return (
    commands.find(({ name, aliases }) => [name, ...aliases].some((each) => isForm(each, bare))) ??
    commands.find(named) ??
    null
  );
}

/** Whether a word is the beginning of a spelling, level by level. */
export function beginsSpelling(name: string, prefix: string): boolean {
  const typed = prefix.replace(/^:+/, '').split(':');
  const parts = name.split(':');
  const last = typed.length - 1;
  if (last >= parts.length) return false;
  return typed.every((part, index) => {
    const full = parts[index] as string;
    if (index < last) return matchesSpelling(full, part);
    const begins = (form: string): boolean => form.toLowerCase().startsWith(part.toLowerCase());
    return begins(full) || begins(shortForm(full));
  });
}

function isForm(name: string, word: string): boolean {
  const typed = word.toLowerCase();
  return typed === name.toLowerCase() || typed === shortForm(name).toLowerCase();
}

function patternOf(name: string): RegExp {
  const known = patterns.get(name);
  if (known !== undefined) return known;
  const source = name
    .replaceAll(/[*?+.]/g, String.raw`\$&`)
    .replaceAll(/[a-z]+/g, (letters) =>
      Array.from(letters).reduceRight((inner, letter) => `(?:${letter}${inner})?`, ''),
    );
  const pattern = new RegExp(`^${source}$`, 'i');
  patterns.set(name, pattern);
  return pattern;
}
