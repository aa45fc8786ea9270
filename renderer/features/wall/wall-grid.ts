/** How cards fill a wall. */
export interface WallGrid {
  readonly columns: number;
  readonly rows: number;
}

/** A card's shape as its type is set: so much wider than high. Others waste room. */
const cardWidth = 100;
const cardHeight = 62;

/** The grid in which so many cards get the largest type on a screen of this size. */
export function wallGrid(count: number, width: number, height: number): WallGrid {
  let best: WallGrid = { columns: 1, rows: Math.max(1, count) };
  let largest = 0;
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const unit = Math.min(width / columns / cardWidth, height / rows / cardHeight);
    // A hair's breadth more is not worth a hole in the last row.
    if (unit <= largest * 1.001) continue;
    largest = unit;
    best = { columns, rows };
  }
  return best;
}

const driftSteps = [
  [0, 0],
  [2, 1],
  [4, 0],
  [6, 2],
  [5, 4],
  [6, 6],
  [3, 5],
  [1, 6],
  [0, 4],
  [1, 2],
] as const;

/** Where everything stands in this minute, in CSS pixels: it wanders, so that nothing burns into the screen. */
export function wallDrift(now: number): { readonly x: number; readonly y: number } {
  const [x, y] = driftSteps[Math.floor(now / 60_000) % driftSteps.length] ?? [0, 0];
  return { x, y };
}
