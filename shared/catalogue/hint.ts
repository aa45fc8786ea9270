import { assertNever } from '../assert-never.ts';
import type { CatalogueCommand, CommandParameter, ParameterType } from './command-entry.ts';
import { readTypedLine } from './typed-line.ts';

/** The shape of the command at the caret, with the part that is being typed. */
export interface ParameterHint {
  readonly command: CatalogueCommand;
  readonly parts: readonly { readonly text: string; readonly active: boolean }[];
  /** About the active part; the command’s summary where none is. */
  readonly help: string;
}

/** What the command at the caret takes; null before there is a known command, and inside a comment. */
export function parameterHint(
  text: string,
  caret: number,
  commands: readonly CatalogueCommand[],
): ParameterHint | null {
  const { command, place } = readTypedLine(text, caret, commands);
  if (command === null || place.kind === 'elsewhere') return null;
  const active =
    place.kind === 'argument'
      ? place.argument
      : place.kind === 'option-value'
        ? place.option
        : null;
  const part = (parameter: CommandParameter, words: string) => ({
    text: words,
    active: parameter === active,
  });
  return {
    command,
    parts: [
      { text: command.name, active: place.kind === 'command' },
      ...command.options.map((each) => part(each, optionUsage(each))),
      ...command.arguments.map((each) => part(each, argumentUsage(each))),
    ],
    help: active === null ? command.summary : `${active.help}${rangeWords(active.type)}`,
  };
}

function optionUsage({ name, type }: CommandParameter): string {
  return type.kind === 'flag' ? `[-${name}]` : `[-${name}=${typeWords(type)}]`;
}

function argumentUsage({ name, type, required, repeats }: CommandParameter): string {
  const shown = type.kind === 'choice' ? typeWords(type) : name;
  const many = repeats ? `${shown}…` : shown;
  return required ? many : `[${many}]`;
}

function rangeWords(type: ParameterType): string {
  if (type.kind !== 'number') return '';
  const unit = type.unit === '' ? '' : ` ${type.unit}`;
  return ` From ${type.min} to ${type.max}${unit}.`;
}

function typeWords(type: ParameterType): string {
  switch (type.kind) {
    case 'choice':
      return type.values.join('|');
    case 'boolean':
      return 'True|False';
    case 'number':
      return type.unit === '' ? 'number' : type.unit;
    case 'text':
    case 'flag':
    case 'path':
    case 'topic':
    case 'level':
    case 'command':
      return type.kind;
    case 'body':
      return `<${type.tag}>`;
    default:
      return assertNever(type);
  }
}
