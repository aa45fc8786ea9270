import { maskSecrets } from '../scpi/secrets.ts';

const mask = '***';

const certificateBlock = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?(?:-----END \1-----|$)/g;
/** What an address says beyond its host is often a secret: a webhook's key, a one-time token, a signed-in user. */
const webAddress = /\b(https?|wss?):\/\/([^\s"'<>)\]}]+)/gi;
/** To the end of the line, because such a value may hold spaces. */
const header = /\b((?:proxy-)?authorization|(?:set-)?cookie)(["']?\s*[:=]\s*)[^\n|]+/gi;
const named =
  /\b([\w-]*(?:password|passwd|passphrase|secret|token|api[-_]?key|private[-_]?key))(["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"|'[^']*'|[^\s,;&}\]|]+)/gi;
const bearer = /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi;

/**
 * Hides secrets in a text that is kept or given away: what follows `AUTH`, passwords, tokens and keys by their names, and every
 * address beyond its host. Hiding too much is safe.
 */
export function redact(text: string): string {
  return maskSecrets(text)
    .replaceAll(certificateBlock, `-----BEGIN $1----- ${mask}`)
    .replaceAll(webAddress, (_, scheme: string, rest: string) => `${scheme}://${hostOnly(rest)}`)
    .replaceAll(header, `$1$2${mask}`)
    .replaceAll(bearer, `$1 ${mask}`)
    .replaceAll(named, `$1$2${mask}`);
}

function hostOnly(rest: string): string {
  const end = rest.search(/[/?#]/);
  const authority = end === -1 ? rest : rest.slice(0, end);
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  return end === -1 || rest.slice(end) === '/' ? host : `${host}/${mask}`;
}
