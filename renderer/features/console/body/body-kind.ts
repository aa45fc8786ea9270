/** What a body holds, as far as its text tells; it decides which ways of reading it are offered. */
export type BodyKind = 'text' | 'base64' | 'xml' | 'protocol' | 'binary';

/** A tag of the protocol around a body, with the line breaks beside it. */
const wrapping = /^\s*<(quote(?:\.[\w.-]+)?)>\r?\n?([\s\S]*?)(?:\r?\n?<\/\1>\s*)?$/;

/** The body without the protocol's own quotes around it. A preview may have lost its end. */
export function bareBody(text: string): string {
  return wrapping.exec(text)?.[2] ?? text;
}

const shortestBase64 = 64;
const base64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;
/** Bytes that are no text: they came as U+FFFD or as control characters. */
const unreadable = /(?![\t\n\v\f\r])[\uFFFD\p{Cc}]/gu;

/** Recognises a body by its beginning; `clipped` says that its end is missing. */
export function bodyKind(text: string, clipped: boolean): BodyKind {
  const body = bareBody(text);
  const start = body.slice(0, 4_000);
  const strange = start.match(unreadable)?.length ?? 0;
  if (strange > 0 && strange > start.length / 50) return 'binary';
  if (/<multiline\.(?:protocol|stage|step)>/i.test(text.slice(0, 4_000))) return 'protocol';
  if (/^\s*<(?:\?xml|[A-Za-z][\w.-]*(?:\s+[\w:.-]+=["'][^"']*["'])*\s*\/?>)/.test(body))
    return 'xml';
  return isBase64(body, clipped) ? 'base64' : 'text';
}

function isBase64(body: string, clipped: boolean): boolean {
  if (!base64.test(body)) return false;
  const letters = body.replace(/\s+/g, '');
  if (letters.length < shortestBase64) return false;
  // Words in capitals are letters too: real base64 of this length mixes cases or holds digits.
  if (!/[a-z]/.test(letters) || !/[A-Z]/.test(letters)) return false;
  if (/[^\S\r\n]/.test(body.trim())) return false;
  return clipped || letters.length % 4 === 0;
}

/** How many bytes a base64 text stands for. */
export function base64Bytes(text: string): number {
  const letters = text.replace(/\s+/g, '');
  const padding = letters.endsWith('==') ? 2 : letters.endsWith('=') ? 1 : 0;
  return Math.max(0, Math.floor((letters.length * 3) / 4) - padding);
}

/** A size people can compare: `812 bytes`, `2.3 MB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export function base64ToBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
