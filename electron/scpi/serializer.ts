import { commandFault } from '../../shared/command-text.ts';
import { CommandTextError } from './errors.ts';

/** Says why a command must not be sent, as an error, or null when it may. */
export function checkSendable(text: string): CommandTextError | null {
  const fault = commandFault(text);
  return fault === null ? null : new CommandTextError(fault);
}
