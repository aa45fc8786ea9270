/** Commands typed for one machine, oldest first. Main keeps them between starts. */
export type History = readonly string[];

/** Adds a command; the same one twice in a row is kept once. */
export function pushHistory(history: History, text: string): History {
  return history.at(-1) === text ? history : [...history, text];
}

/** Where the arrows stand: null is the line being typed, which is kept as `draft`. */
export interface HistoryCursor {
  readonly index: number | null;
  readonly draft: string;
}

export const atDraft: HistoryCursor = { index: null, draft: '' };

/** One step to the next older or newer command that begins as was typed. Null when there is none. */
export function stepHistory(
  history: History,
  cursor: HistoryCursor,
  text: string,
  direction: 'up' | 'down',
): { readonly cursor: HistoryCursor; readonly text: string } | null {
  if (direction === 'down' && cursor.index === null) return null;
  const draft = cursor.index === null ? text : cursor.draft;
  const by = direction === 'up' ? -1 : 1;
  for (let index = (cursor.index ?? history.length) + by; index >= 0; index += by) {
    if (index >= history.length) return { cursor: atDraft, text: draft };
    const entry = history[index] ?? '';
    if (entry !== text && startsAlike(entry, draft))
      return { cursor: { index, draft }, text: entry };
  }
  return null;
}

function startsAlike(entry: string, draft: string): boolean {
  return entry.toLowerCase().startsWith(draft.toLowerCase());
}

/** The latest different commands that hold all the words looked for, newest first. */
export function findInHistory(history: History, looked: string, most: number): readonly string[] {
  const words = looked.toLowerCase().split(/\s+/).filter(Boolean);
  const found = new Set<string>();
  for (let index = history.length - 1; index >= 0 && found.size < most; index -= 1) {
    const entry = history[index] ?? '';
    const lower = entry.toLowerCase();
    if (words.every((word) => lower.includes(word))) found.add(entry);
  }
  return [...found];
}
