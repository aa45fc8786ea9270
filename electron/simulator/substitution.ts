import { assertNever } from '../../shared/assert-never.ts';
import { badText } from './command-failure.ts';
import type { Template } from './command-line.ts';

/** Where the values of `${…}`, `$(…)` and `$[…]` come from. */
export interface Substitutions {
  /** The value of a variable by its name in any case, or undefined if it is not set. */
  variable(name: string): string | undefined;
  /** Runs a command and answers what would follow `OK ident`. */
  query(command: string): string;
  /** A number that the running protocol defines under a lower-case name, such as `demo-stages`. */
  protocolNumber(name: string): number | undefined;
}

/** Replaces every substitution, innermost first (instrument protocol, section 3). */
export function substitute(template: Template, values: Substitutions): string {
  return template
    .map((part) => {
      switch (part.kind) {
        case 'text':
        case 'body':
          return part.text;
        case 'variable':
          return readVariable(part.name, part.fallback, values);
        case 'command':
          return values.query(part.text);
        case 'expression':
          return String(evaluate(substitute(part.template, values), values));
        default:
          return assertNever(part);
      }
    })
    .join('');
}

function readVariable(name: string, fallback: Template | null, values: Substitutions): string {
  const value = values.variable(name);
  if (value !== undefined) return value;
  // As in a shell, nothing comes of a variable that is not set: QSLib asks an idle machine for `'${RunMacro}-Stages'`.
  return fallback ? substitute(fallback, values) : '';
}

const protocolTotal =
  /^\s*top\.getChild\(\s*'PROTOcolDEFinition'\s*\)\.variables\.get\(\s*'([^']*)'\.lower\(\)\s*,\s*(-?\d+)\s*\)\s*$/i;
const eitherText = /^\s*"([^"]*)"\s+or\s+"([^"]*)"\s*$/;

/**
 * The Python that clients are known to send: the totals of section 6, and `"a" or "b"`, which gives a name to an empty
 * reply. There is no interpreter behind it, so anything else is a ParseError.
 */
function evaluate(expression: string, values: Substitutions): string | number {
  const total = protocolTotal.exec(expression);
  if (total) return values.protocolNumber((total[1] ?? '').toLowerCase()) ?? Number(total[2]);
  const either = eitherText.exec(expression);
  if (either) return either[1] || (either[2] ?? '');
  throw badText('invalid syntax', `expression '${expression.trim()}'`);
}
