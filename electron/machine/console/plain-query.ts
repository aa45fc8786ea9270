import type { Failure } from '../../../shared/failure.ts';
import { commandFault } from '../../../shared/command-text.ts';
import { commandPlaces, disguisedActions, namedBy } from './disguised-actions.ts';

/** Why a text is more than a query, however it is nested; null if it only asks. */
export function beyondQuery(text: string): Failure | null {
  const fault = commandFault(text);
  if (fault !== null) return refusal(`${fault.message}.`);
  if (disguisedActions(text).length > 0)
    return refusal('This does, or may do, more than ask a question.');
  const other = Array.from(commandPlaces(text)).find(({ word, quoted }) => {
    if (word.startsWith('$')) return false;
    const command = namedBy(word);
    // In quotes nearly everything is a name.
    if (command === null) return !quoted && !word.endsWith('?');
    return !command.name.endsWith('?') && command.name !== 'RETurn';
  });
  return other === undefined ? null : refusal(`“${other.word}” is not a query.`);
}

function refusal(message: string): Failure {
  return {
    kind: 'invalid-input',
    message,
    remedy: 'Only queries, which end in “?”, go to several machines at once.',
    detail: '',
  };
}
