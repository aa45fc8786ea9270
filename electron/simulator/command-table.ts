import type { AccessLevel } from '../../shared/access-level.ts';
import type { Session } from './session.ts';

/** A command with its substitutions made. */
export interface CommandCall {
  readonly session: Session;
  readonly words: readonly string[];
  /** By lower-case name; a bare `-option` is `True`. */
  readonly options: ReadonlyMap<string, string>;
}

/** Tells how a moving command ended: its value, or the reason it failed. */
export type Finish = (outcome: string | Error) => void;

/** The value of a quick command, or the start of a moving one, which is answered `NEXT` first. */
export type CommandResult = string | { readonly start: (finish: Finish) => void };

export interface CommandDefinition {
  /** The documented spelling, capitals marking the short form: `EXPeriment:READ?`. */
  readonly name: string;
  /** Spellings that the capitals do not give. */
  readonly aliases?: readonly string[];
  readonly level: AccessLevel;
  /** The options it takes, in lower case; none if left out. */
  readonly options?: readonly string[];
  /** What `HELP?` shows: arguments, then a sentence. */
  readonly usage: string;
  readonly help: string;
  run(call: CommandCall): CommandResult;
}

/** The two accepted spellings of each level of a name; nothing in between is a command (section 3). */
export function spellings(name: string): readonly string[] {
  return name.split(':').reduce<readonly string[]>(
    (known, part) => {
      const forms = new Set([part.toLowerCase(), part.replaceAll(/[a-z]/g, '').toLowerCase()]);
      return known.flatMap((front) =>
        [...forms].map((form) => (front === '' ? form : `${front}:${form}`)),
      );
    },
    [''],
  );
}

/** Finds a command by its short or long name in any case. Throws if two commands share a spelling. */
export class CommandTable {
  readonly commands: readonly CommandDefinition[];
  readonly #bySpelling = new Map<string, CommandDefinition>();

  constructor(commands: readonly CommandDefinition[]) {
    this.commands = commands;
    for (const command of commands) {
      for (const spelling of [command.name, ...(command.aliases ?? [])].flatMap(spellings)) {
        const other = this.#bySpelling.get(spelling);
        if (other) throw new Error(`${command.name} and ${other.name} are both '${spelling}'`);
        this.#bySpelling.set(spelling, command);
      }
    }
  }

  find(name: string): CommandDefinition | undefined {
    return this.#bySpelling.get(name.toLowerCase());
  }
}
