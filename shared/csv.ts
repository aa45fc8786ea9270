/** Begins a formula in some spreadsheet; the wide forms do in East Asian editions. `'` is here so that guarding can be undone. */
const dangerous = /^['=+\-@＝＋－＠\t\r\n]/;

/**
 * One record of RFC 4180, without its line end. Null is an empty cell. A text that a spreadsheet would take for a formula gets a
 * `'` in front: a machine's reply must not run on the computer that opens the table.
 */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return cells.map(csvCell).join(',');
}

function csvCell(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const guarded = dangerous.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
