/** Rows chosen in the transcript, by the numbers of their lines. */
export interface RowSelection {
  /** Where choosing began. */
  readonly anchor: number;
  /** The row the keys move from. */
  readonly cursor: number;
}

export function selects(selection: RowSelection | null, sequence: number): boolean {
  if (selection === null) return false;
  const { anchor, cursor } = selection;
  return sequence >= Math.min(anchor, cursor) && sequence <= Math.max(anchor, cursor);
}

/** Where a key moves the cursor among `length` rows; null if the key is none of these. */
export function movedIndex(
  key: string,
  index: number,
  length: number,
  page: number,
): number | null {
  const last = length - 1;
  switch (key) {
    case 'ArrowUp':
      return Math.max(0, index - 1);
    case 'ArrowDown':
      return Math.min(last, index + 1);
    case 'PageUp':
      return Math.max(0, index - page);
    case 'PageDown':
      return Math.min(last, index + page);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
