import type { AccessLevel } from '../access-level.ts';

/** What a command may do that cannot be taken back, or that others would notice. */
export const risks = [
  'moves',
  'heats',
  'run',
  'deletes',
  'writes',
  'shell',
  'expression',
  'access',
  'connection',
] as const;
export type Risk = (typeof risks)[number];

/** A short label, and what it means in general; a command may say it better. */
export const riskWords: Readonly<
  Record<Risk, { readonly name: string; readonly consequence: string }>
> = {
  moves: { name: 'moves', consequence: 'It moves parts of the machine at once.' },
  heats: { name: 'heats', consequence: 'It changes what is heated, at once.' },
  run: { name: 'run control', consequence: 'It starts, changes or ends a run.' },
  deletes: { name: 'deletes', consequence: 'It deletes from the machine, for good.' },
  writes: { name: 'writes', consequence: 'It writes to the machine’s storage.' },
  shell: {
    name: 'shell',
    consequence: 'It runs a program on the machine’s computer, without any check.',
  },
  expression: {
    name: 'code',
    consequence: 'It runs Python inside the machine’s software, without any check.',
  },
  access: { name: 'access', consequence: 'It changes who may control the machine.' },
  connection: {
    name: 'connection',
    consequence: 'It changes what this connection hears, or ends it.',
  },
};

export type ParameterType =
  | { readonly kind: 'text' }
  | {
      readonly kind: 'number';
      readonly unit: string;
      readonly min: number;
      readonly max: number;
      readonly integer: boolean;
    }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'boolean' }
  /** An option that stands alone, without a value. */
  | { readonly kind: 'flag' }
  | { readonly kind: 'path' }
  | { readonly kind: 'body'; readonly tag: string }
  | { readonly kind: 'topic' }
  | { readonly kind: 'level' }
  | { readonly kind: 'command' };

/** One argument, or one option without its dash. */
export interface CommandParameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly required: boolean;
  /** The last argument only: any number of them. */
  readonly repeats: boolean;
  readonly help: string;
  /** Text of the command language that a form starts with and leaves unquoted, such as `${RunTitle}`. */
  readonly initial: string | null;
}

/** Where a fact comes from: QSLib’s public source, a real machine’s message log, SCPI’s usual ways, or the machine’s own help. */
export type FactSource = 'QSLib' | 'message log' | 'SCPI' | 'machine';

/** One command of the instrument, described. */
export interface CatalogueCommand {
  /** As documented: capitals mark the short form, `:` separates levels, `?` marks a query. */
  readonly name: string;
  /** Spellings that the capitals do not give. */
  readonly aliases: readonly string[];
  readonly group: CommandGroup;
  /** The lowest level that may run it, as far as known. */
  readonly level: AccessLevel;
  readonly risks: readonly Risk[];
  /** What it does to the machine, where the general words are not enough. */
  readonly consequence: string | null;
  readonly summary: string;
  readonly help: string;
  readonly arguments: readonly CommandParameter[];
  readonly options: readonly CommandParameter[];
  readonly example: string;
  readonly source: FactSource;
  /** False where no real machine was seen to take it as described. */
  readonly verified: boolean;
}

export const commandGroups = [
  'Session',
  'Status',
  'Temperature',
  'Light',
  'Drawer and cover',
  'Run',
  'Protocol',
  'Files',
  'Language',
  'System',
  'Machine',
] as const;
export type CommandGroup = (typeof commandGroups)[number];

export function isQuery({ name }: Pick<CatalogueCommand, 'name'>): boolean {
  return name.endsWith('?');
}

type Facts = Pick<CatalogueCommand, 'name' | 'group' | 'summary' | 'help' | 'example'> &
  Partial<CatalogueCommand>;

/** An entry with the usual filled in: Observer for a query, Controller for anything else, no risk, from QSLib, seen to work. */
export function entry(facts: Facts): CatalogueCommand {
  return {
    aliases: [],
    level: isQuery(facts) ? 'Observer' : 'Controller',
    risks: [],
    consequence: null,
    arguments: [],
    options: [],
    source: 'QSLib',
    verified: true,
    ...facts,
  };
}

export function parameter(
  name: string,
  type: ParameterType,
  help: string,
  change: Partial<CommandParameter> = {},
): CommandParameter {
  return { name, type, help, required: true, repeats: false, initial: null, ...change };
}

export function option(name: string, type: ParameterType, help: string): CommandParameter {
  return parameter(name, type, help, { required: false });
}

export const text: ParameterType = { kind: 'text' };
export const path: ParameterType = { kind: 'path' };
export const flag: ParameterType = { kind: 'flag' };
export const boolean: ParameterType = { kind: 'boolean' };

export function choice(...values: readonly string[]): ParameterType {
  return { kind: 'choice', values };
}

export function number(unit: string, min: number, max: number, integer = false): ParameterType {
  return { kind: 'number', unit, min, max, integer };
}

export function body(tag: string): ParameterType {
  return { kind: 'body', tag };
}
