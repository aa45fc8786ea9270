import type { AccessLevel } from '../../../shared/access-level.ts';
import { commandFault } from '../../../shared/command-text.ts';

/**
 * Splits a text into the commands it holds: one a line, but for the lines inside tags. Empty lines and lines that are only a
 * comment are left out.
 */
export function splitCommands(text: string): readonly string[] {
  const commands: string[] = [];
  let held = '';
  for (const line of text.split(/\r?\n/)) {
    held = held === '' ? line : `${held}\n${line}`;
    // A body goes on until its tags are closed.
    if (commandFault(held)?.kind === 'unclosed-tag') continue;
    const command = held.trim();
    if (command !== '' && !command.startsWith('#')) commands.push(command);
    held = '';
  }
  if (held.trim() !== '') commands.push(held.trim());
  return commands;
}

/** Several commands as a script that runs them one by one at a level. */
export function scriptOf(text: string, level: AccessLevel): string {
  return [`@level ${level}`, ...splitCommands(text), ''].join('\n');
}
