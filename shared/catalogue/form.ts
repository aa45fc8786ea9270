import { assertNever } from '../assert-never.ts';
import { readAccessLevel } from '../access-level.ts';
import {
  type Argument,
  ArgumentTextError,
  buildCommand,
  quoteText,
  tagged,
} from '../command-text.ts';
import type { CatalogueCommand, CommandParameter } from './command-entry.ts';

/** One field of a command’s form. `key` names its value. */
export interface FormField extends CommandParameter {
  readonly key: string;
  readonly place: 'option' | 'argument';
}

/** Texts as typed; several of a repeating field; whether a flag is set. A field left out or empty is not given. */
export type FormValues = Readonly<Record<string, string | boolean | readonly string[]>>;

export type FormResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly field: string; readonly message: string };

/** The fields of a command’s form: its arguments, then its options. */
export function formFields(command: CatalogueCommand): readonly FormField[] {
  return [
    ...command.arguments.map((each) => ({ ...each, key: each.name, place: 'argument' as const })),
    ...command.options.map((each) => ({ ...each, key: `-${each.name}`, place: 'option' as const })),
  ];
}

class FieldError extends Error {
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** Writes the command that a filled-in form means, quoting every value, or says which field is wrong and why. */
export function buildFromForm(command: CatalogueCommand, values: FormValues): FormResult {
  try {
    const options: (readonly [string, Argument | null])[] = [];
    const args: Argument[] = [];
    let missing: FormField | null = null;
    for (const field of formFields(command)) {
      const given = givenValues(field, values[field.key]);
      if (given.length === 0) {
        if (field.required) throw new FieldError(field.key, `${field.name} is missing.`);
        if (field.place === 'argument') missing ??= field;
        continue;
      }
      if (field.place === 'option') {
        for (const value of given)
          options.push([field.name, field.type.kind === 'flag' ? null : written(field, value)]);
        continue;
      }
      // Arguments are told apart by their order.
      if (missing !== null)
        throw new FieldError(missing.key, `${missing.name} is needed before ${field.name}.`);
      args.push(...given.map((value) => written(field, value)));
    }
    return { ok: true, text: buildCommand(command.name, { options, args }) };
  } catch (error) {
    if (error instanceof FieldError)
      return { ok: false, field: error.field, message: error.message };
    throw error;
  }
}

function givenValues(
  { type, repeats }: FormField,
  value: string | boolean | readonly string[] | undefined,
): readonly string[] {
  if (value === undefined || value === false) return [];
  if (type.kind === 'flag') return value === true || value === 'true' ? ['true'] : [];
  if (value === true) return ['True'];
  const texts = typeof value === 'string' ? [value] : value;
  const given = texts.filter((each) => each.trim() !== '');
  return repeats ? given : given.slice(0, 1);
}

function written(field: FormField, value: string): Argument {
  if (value === field.initial) return { raw: value };
  try {
    return argumentOf(field, value);
  } catch (error) {
    if (error instanceof ArgumentTextError) throw new FieldError(field.key, `${error.message}.`);
    throw error;
  }
}

function argumentOf({ key, name, type }: FormField, value: string): Argument {
  switch (type.kind) {
    case 'text':
    case 'path':
    case 'topic':
    case 'command':
    case 'flag':
      return { raw: quoteText(value) };
    case 'number': {
      const number = Number(value.trim());
      const range = `${name} must be ${type.integer ? 'a whole number' : 'a number'} from ${type.min} to ${type.max}${type.unit === '' ? '' : ` ${type.unit}`}.`;
      const plain = /^-?\d+(?:\.\d+)?$/.test(value.trim());
      const fits = plain && number >= type.min && number <= type.max;
      if (!fits || (type.integer && !Number.isInteger(number))) throw new FieldError(key, range);
      return { raw: value.trim() };
    }
    case 'choice': {
      const chosen = type.values.find((each) => each.toLowerCase() === value.trim().toLowerCase());
      if (chosen === undefined)
        throw new FieldError(key, `${name} must be one of ${type.values.join(', ')}.`);
      return chosen;
    }
    case 'boolean': {
      const said = value.trim().toLowerCase();
      if (said !== 'true' && said !== 'false')
        throw new FieldError(key, `${name} must be True or False.`);
      return said === 'true';
    }
    case 'level': {
      const level = readAccessLevel(value);
      if (level === null) throw new FieldError(key, `${value} is no access level.`);
      return level;
    }
    case 'body':
      return { raw: tagged(type.tag, `\n${value.replace(/\n$/, '')}\n`) };
    default:
      return assertNever(type);
  }
}
