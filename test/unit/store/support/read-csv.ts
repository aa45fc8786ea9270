/** A reader written from RFC 4180 alone, so that a mistake of the writer cannot cancel itself out. Records end with CRLF. */
export function readCsv(text: string): readonly (readonly string[])[] {
  const records: string[][] = [];
  let record: string[] = [];
  let position = 0;
  for (;;) {
    const [cell, end] = text[position] === '"' ? quoted(text, position) : plain(text, position);
    record.push(cell);
    position = end;
    if (text[position] === ',') {
      position++;
      continue;
    }
    records.push(record);
    record = [];
    if (position === text.length) return records;
    if (!text.startsWith('\r\n', position)) throw new Error(`No end of record at ${position}`);
    position += 2;
    if (position === text.length) return records;
  }
}

function quoted(text: string, start: number): readonly [cell: string, end: number] {
  let cell = '';
  for (let position = start + 1; position < text.length; position++) {
    if (text[position] !== '"') cell += text[position];
    else if (text[position + 1] === '"') {
      cell += '"';
      position++;
    } else return [cell, position + 1];
  }
  throw new Error(`The quote at ${start} does not end`);
}

function plain(text: string, start: number): readonly [cell: string, end: number] {
  const rest = text.slice(start);
  const length = rest.search(/,|\r\n/);
  const cell = length === -1 ? rest : rest.slice(0, length);
  if (/["\r\n]/.test(cell))
    throw new Error(`An unquoted cell at ${start} holds a quote or line end`);
  return [cell, start + cell.length];
}

/** What a cell said before it was made safe for spreadsheets. */
export function unguarded(cell: string): string {
  return cell.startsWith("'") ? cell.slice(1) : cell;
}
