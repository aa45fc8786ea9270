import { type CatalogueCommand, entry } from './command-entry.ts';
import { findCommand } from './spelling.ts';

/** What a machine said of its own commands. The form of its answers is unverified, so each is kept as it came too. */
export interface MachineHelp {
  readonly product: string;
  readonly version: string;
  /** When the list was read; null if it was not. */
  readonly readAt: number | null;
  /** Command names found in the list. */
  readonly names: readonly string[];
  readonly raw: string | null;
  /** Pages read so far, by command in lower case. */
  readonly pages: Readonly<Record<string, HelpPage>>;
}

export interface HelpPage {
  readonly raw: string;
  readonly readAt: number;
}

/** The bundled commands, and those that only the machine lists, of which no more is known than their name. */
export function mergeTaught(
  bundled: readonly CatalogueCommand[],
  help: MachineHelp | null,
): readonly CatalogueCommand[] {
  if (help === null) return bundled;
  const further = help.names.filter((name) => findCommand(name, bundled) === null);
  return [...bundled, ...further.map((name) => onlyNamed(name, help))];
}

function onlyNamed(name: string, { pages }: MachineHelp): CatalogueCommand {
  const page = pages[name.toLowerCase()]?.raw ?? null;
  return entry({
    name,
    group: 'Machine',
    summary: 'Listed by the machine itself; not described here.',
    help: page ?? `Ask the machine: HELP? ${name}`,
    example: name,
    source: 'machine',
    verified: false,
  });
}

const commandName = /^[*A-Za-z][\w*.:]*[?+=~]?$/;
/** Two capitals, or a sign that prose does not have inside a word. */
const unmistakable = /^\*?[A-Z]{2}|[a-zA-Z][?:=+~]/;

/**
 * The command names in a machine’s list, each once: the first word of a line, or all of its words where each can only be a
 * command. The form is unverified, so this takes what it can and the raw text stays beside it.
 */
export function namesInHelp(raw: string): readonly string[] {
  return [...new Set(raw.split(/[\r\n,]+/).flatMap(namesInLine))];
}

function namesInLine(line: string): readonly string[] {
  const words = line
    .replaceAll(/<\/?[\w.-]+>|["']/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  const [first] = words;
  if (first === undefined || !isName(first)) return [];
  if (words.every((word) => isName(word) && unmistakable.test(word))) return words;
  return words.length === 1 || unmistakable.test(first) ? [first] : [];
}

function isName(word: string): boolean {
  return commandName.test(word) && word.length <= 80;
}
