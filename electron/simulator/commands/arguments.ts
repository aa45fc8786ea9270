import { badInvocation } from '../command-failure.ts';
import type { CommandCall } from '../command-table.ts';

/** The arguments, if their number is right. */
export function wordsOf(call: CommandCall, least: number, most = Infinity): readonly string[] {
  const count = call.words.length;
  if (count < least) throw badInvocation(`Expected at least ${least} arguments but got ${count}`);
  if (count > most) throw badInvocation(`Expected at most ${most} arguments but got ${count}`);
  return call.words;
}

/** The only argument. */
export function wordOf(call: CommandCall): string {
  return wordsOf(call, 1, 1)[0] ?? '';
}

/** A `-name`, `-name=True` or `-name=false` option; false if it is not there. */
export function booleanOption(call: CommandCall, name: string): boolean {
  const text = call.options.get(name)?.toLowerCase();
  if (text === undefined || text === 'false') return false;
  if (text === 'true') return true;
  throw badInvocation(`-${name} must be True or False, not '${text}'`);
}

/** A finite number, or an InvocationError that names it. */
export function numberFrom(text: string, what: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw badInvocation(`${what} must be a number, not '${text}'`);
  return value;
}
