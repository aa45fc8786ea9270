/**
 * Writes one value so that a client reads it as one (instrument protocol, section 3):
 * bare where possible, quoted where it has spaces, tagged where it has newlines or both kinds of quote.
 */
export function quoteValue(text: string): string {
  if (/[\r\n]/.test(text)) return `<quote>${text}</quote>`;
  if (text !== '' && !/[\s"'#<>]/.test(text)) return text;
  if (!text.includes('"')) return `"${text}"`;
  if (!text.includes("'")) return `'${text}'`;
  return `<quote>${text}</quote>`;
}

/** `-name=value` pairs in order, each value quoted where needed. */
export function formatOptions(options: Readonly<Record<string, string | number>>): string {
  return Object.entries(options)
    .map(([name, value]) => `-${name}=${quoteValue(String(value))}`)
    .join(' ');
}

/** The instrument's spelling of truth. */
export function formatBoolean(value: boolean): 'True' | 'False' {
  return value ? 'True' : 'False';
}

/** Unix seconds with three decimals, as in topic timestamps (section 4). */
export function formatTimestamp(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

/** Lines inside a reply tag, as the file lists arrive (section 6). */
export function quoteReply(lines: readonly string[]): string {
  return `<quote.reply>\n${lines.map((line) => `${line}\n`).join('')}</quote.reply>`;
}

/** Base64 in lines of 76 inside a quote tag, as file contents arrive (section 6). */
export function quoteBase64(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('base64');
  const lines = text.match(/.{1,76}/g) ?? [];
  return `<quote>\n${lines.map((line) => `${line}\n`).join('')}</quote>`;
}
