import { accessLevels } from '../access-level.ts';
import { assertNever } from '../assert-never.ts';
import type { CatalogueCommand, CommandParameter, ParameterType, Risk } from './command-entry.ts';
import { beginsSpelling } from './spelling.ts';
import { readTypedLine, type TypedLine } from './typed-line.ts';

export interface CompletionItem {
  readonly label: string;
  readonly insert: string;
  /** A few words beside the label. */
  readonly detail: string;
  readonly risks: readonly Risk[];
  /** What F1 explains; null for what is no command. */
  readonly command: CatalogueCommand | null;
}

export interface Completions {
  /** The stretch of the text that an item replaces. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly CompletionItem[];
}

/** Topics that a real machine was seen to publish (instrument protocol, section 7, and a machine’s message log). */
export const knownTopics = [
  'Temperature',
  'Time',
  'Run',
  'LEDStatus',
  'System',
  'Debug',
  'Info',
  'Warning',
  'Image',
  'Quant',
  'FilterData',
  'Scheduler',
  'ROI',
  'Preprocessing',
] as const;

const mostItems = 50;

/** What may stand at the caret: commands whose spelling begins so, then those that only contain it; options; values. */
export function completionsAt(
  text: string,
  caret: number,
  commands: readonly CatalogueCommand[],
): Completions {
  const line = readTypedLine(text, caret, commands);
  const { place } = line;
  if (place.kind === 'elsewhere') return { from: caret, to: caret, items: [] };
  const items = itemsFor(line, place.prefix, commands).slice(0, mostItems);
  return { from: place.from, to: place.to, items };
}

function itemsFor(
  { command, givenOptions, place }: TypedLine,
  prefix: string,
  commands: readonly CatalogueCommand[],
): readonly CompletionItem[] {
  switch (place.kind) {
    case 'elsewhere':
      return [];
    case 'command':
      return commandItems(prefix, commands);
    case 'option-name':
      return (command?.options ?? [])
        .filter(({ name }) => !givenOptions.includes(name.toLowerCase()))
        .filter(({ name }) => begins(`-${name}`, prefix))
        .map(optionItem);
    case 'option-value':
      return place.option === null ? [] : valueItems(place.option, prefix, commands);
    case 'argument':
      return place.argument === null ? [] : valueItems(place.argument, prefix, commands);
    default:
      return assertNever(place);
  }
}

function commandItems(
  prefix: string,
  commands: readonly CatalogueCommand[],
): readonly CompletionItem[] {
  const first = commands.filter((command) =>
    [command.name, ...command.aliases].some((name) => beginsSpelling(name, prefix)),
  );
  const wanted = prefix.toLowerCase();
  const later = commands.filter(
    (command) => !first.includes(command) && command.name.toLowerCase().includes(wanted),
  );
  return [...first, ...later].map((command) => ({
    label: command.name,
    insert: command.name,
    detail: command.summary,
    risks: command.risks,
    command,
  }));
}

function optionItem({ name, type, help }: CommandParameter): CompletionItem {
  const insert = type.kind === 'flag' ? `-${name}` : `-${name}=`;
  return { label: insert, insert, detail: help, risks: [], command: null };
}

function valueItems(
  { type, help, initial }: CommandParameter,
  prefix: string,
  commands: readonly CatalogueCommand[],
): readonly CompletionItem[] {
  if (type.kind === 'command') return commandItems(prefix, commands);
  const values = [...(initial === null ? [] : [initial]), ...valuesOf(type)];
  return values
    .filter((value) => begins(value, prefix))
    .map((value) => ({ label: value, insert: value, detail: help, risks: [], command: null }));
}

function valuesOf(type: Exclude<ParameterType, { kind: 'command' }>): readonly string[] {
  switch (type.kind) {
    case 'choice':
      return type.values;
    case 'boolean':
      return ['True', 'False'];
    case 'level':
      return accessLevels;
    case 'topic':
      return knownTopics;
    case 'body':
      return [`<${type.tag}>\n\n</${type.tag}>`];
    case 'text':
    case 'number':
    case 'flag':
    case 'path':
      return [];
    default:
      return assertNever(type);
  }
}

function begins(value: string, prefix: string): boolean {
  return value.toLowerCase().startsWith(prefix.toLowerCase());
}
