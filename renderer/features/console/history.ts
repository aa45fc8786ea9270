import type { MachineId } from '../../../shared/units.ts';
import type { KeptText } from '../../stores/kept-text.ts';

/** Commands typed for one machine, oldest first. */
export type History = readonly string[];

const longest = 200;
const keyOf = (machineId: MachineId): string => `quantdeck.console-history.${machineId}`;

/** Adds a command; the same one twice in a row is kept once. */
export function pushHistory(history: History, text: string): History {
  return history.at(-1) === text ? history : [...history, text].slice(-longest);
}

/** Reads a machine's history; anything that is not a list of texts counts as none. */
export function loadHistory(kept: KeptText, machineId: MachineId): History {
  try {
    const stored: unknown = JSON.parse(kept.read(keyOf(machineId)) ?? '[]');
    if (!Array.isArray(stored)) return [];
    return stored.filter((item) => typeof item === 'string').slice(-longest);
  } catch {
    return [];
  }
}

export function saveHistory(kept: KeptText, machineId: MachineId, history: History): void {
  kept.write(keyOf(machineId), JSON.stringify(history));
}

/** Where the arrows stand: null is the line being typed, which is kept as `draft`. */
export interface HistoryCursor {
  readonly index: number | null;
  readonly draft: string;
}

export const atDraft: HistoryCursor = { index: null, draft: '' };

/** One step up or down. Null when there is nowhere to go. */
export function stepHistory(
  history: History,
  cursor: HistoryCursor,
  text: string,
  direction: 'up' | 'down',
): { readonly cursor: HistoryCursor; readonly text: string } | null {
  const from = cursor.index ?? history.length;
  const to = direction === 'up' ? from - 1 : from + 1;
  if (to < 0 || to > history.length || (direction === 'down' && cursor.index === null)) return null;
  const draft = cursor.index === null ? text : cursor.draft;
  if (to === history.length) return { cursor: atDraft, text: draft };
  return { cursor: { index: to, draft }, text: history[to] ?? '' };
}
