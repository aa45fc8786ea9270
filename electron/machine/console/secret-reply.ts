import { commandPlaces, namedBy } from './disguised-actions.ts';

/** Whether the answer to a command lets somebody in: the key of `RAND?` counts as a password for ten minutes (QSLib). */
export function answersSecret(command: string): boolean {
  for (const { word } of commandPlaces(command)) if (namedBy(word)?.name === 'RANDom?') return true;
  return false;
}
