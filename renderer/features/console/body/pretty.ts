/** One tag, comment or stretch of text of an XML document. */
const xmlPiece = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<[^>]*>?|[^<]+/g;

/**
 * Indents XML by its tags. It reads no entities and loads nothing: a document that is not well formed only comes out less
 * tidy, with every character still there but for white space between tags.
 */
export function prettyXml(text: string): string {
  const lines: string[] = [];
  let depth = 0;
  /** An element so far without children, whose text may stand on its line. */
  let open = false;
  for (const [piece] of text.matchAll(xmlPiece)) {
    const trimmed = piece.trim();
    if (trimmed === '') continue;
    if (trimmed.startsWith('</')) {
      depth = Math.max(0, depth - 1);
      if (open && lines.length > 0) lines[lines.length - 1] += trimmed;
      else lines.push(indent(depth, trimmed));
      open = false;
    } else if (trimmed.startsWith('<')) {
      lines.push(indent(depth, trimmed));
      open = !/^<[?!]/.test(trimmed) && !trimmed.endsWith('/>');
      if (open) depth += 1;
    } else if (open && trimmed.length < 100 && !trimmed.includes('\n')) {
      lines[lines.length - 1] += trimmed;
    } else {
      for (const line of trimmed.split('\n')) lines.push(indent(depth, line.trim()));
      open = false;
    }
  }
  return lines.join('\n');
}

const protocolTag = /<(\/?)(?:multiline\.[\w.-]+|block)>/g;

/** Indents protocol text by its stages and steps, whatever indentation it came with (instrument protocol, section 8). */
export function prettyProtocol(text: string): string {
  const lines: string[] = [];
  let depth = 0;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === '') continue;
    const tags = [...line.matchAll(protocolTag)].map(([, close]) => (close === '/' ? -1 : 1));
    const closesFirst = line.startsWith('</');
    lines.push(indent(closesFirst ? depth - 1 : depth, line));
    depth = Math.max(
      0,
      tags.reduce((sum, by) => sum + by, depth),
    );
  }
  return lines.join('\n');
}

function indent(depth: number, text: string): string {
  return `${'  '.repeat(Math.max(0, depth))}${text}`;
}

const rowBytes = 16;

/** Bytes as offset, hexadecimal and readable characters, sixteen a line; at most `most` bytes. */
export function hexDump(bytes: Uint8Array, most = 65_536): string {
  const lines: string[] = [];
  const end = Math.min(bytes.length, most);
  for (let at = 0; at < end; at += rowBytes) {
    const row = bytes.subarray(at, Math.min(at + rowBytes, end));
    const hex = Array.from(row, (byte) => byte.toString(16).padStart(2, '0'));
    const left = hex.slice(0, 8).join(' ');
    const right = hex.slice(8).join(' ');
    const readable = Array.from(row, (byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
    ).join('');
    lines.push(
      `${at.toString(16).padStart(8, '0')}  ${left.padEnd(23)}  ${right.padEnd(23)}  ${readable}`,
    );
  }
  if (bytes.length > end)
    lines.push(`… ${(bytes.length - end).toLocaleString('en')} more bytes are not drawn here.`);
  return lines.join('\n');
}
