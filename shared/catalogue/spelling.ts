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

/** The command that a word names, in any spelling; null if none does. A documented spelling counts before one between. */
export function findCommand(
  word: string,
  commands: readonly CatalogueCommand[],
): CatalogueCommand | null {
  const bare = word.replace(/^:+/, '').toLowerCase();
  const index = indexOf(commands);
  // Bodies of many lines are looked through word by word: nearly all are no spelling of anything.
  if (bare.length > index.longest) return null;
  const documented = index.forms.get(bare);
  if (documented !== undefined) return documented;
  const similar = index.byFirstLetter.get(bare.slice(0, 1)) ?? [];
  return similar.find(([name]) => matchesSpelling(name, bare))?.[1] ?? null;
}

type NamedCommand = readonly [name: string, command: CatalogueCommand];

interface SpellingIndex {
  /** Short and long forms in lower case. */
  readonly forms: ReadonlyMap<string, CatalogueCommand>;
  readonly byFirstLetter: ReadonlyMap<string, readonly NamedCommand[]>;
  readonly longest: number;
}

const indexes = new WeakMap<readonly CatalogueCommand[], SpellingIndex>();

function indexOf(commands: readonly CatalogueCommand[]): SpellingIndex {
  const known = indexes.get(commands);
  if (known !== undefined) return known;
  const named = commands.flatMap((command): readonly NamedCommand[] =>
    [command.name, ...command.aliases].map((name) => [name, command]),
  );
  const forms = new Map<string, CatalogueCommand>();
  for (const [name, command] of named)
    for (const form of [name, shortForm(name)].map((each) => each.toLowerCase()))
      if (!forms.has(form)) forms.set(form, command);
  const index = {
    forms,
    byFirstLetter: Map.groupBy(named, ([name]) => name.slice(0, 1).toLowerCase()),
    longest: Math.max(0, ...named.map(([name]) => name.length)),
  };
  indexes.set(commands, index);
  return index;
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
