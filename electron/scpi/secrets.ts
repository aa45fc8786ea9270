// AUTH in any case and spelling (a short form and what it is short for), alone or below a colon. Words of
// prose (`Authentication failed`) and the error kind `AuthError` are none of these.
const authCommand =
  /(?<![A-Za-z0-9_])auth(?:e(?:n(?:t(?:i(?:c(?:a(?:te?)?)?)?)?)?)?)?(?:[?=+][ \t]*|[ \t]+|(?=[<"']))/gi;

const mask = '***';

/**
 * Hides what follows an `AUTH` command in a command, a frame or an error text: the answer to a challenge lets
 * anyone guess the password at leisure. `known` are further secrets to hide wherever they occur
 * (see {@link secretsIn}). Source: instrument protocol, section 5.
 */
export function maskSecrets(text: string, known: readonly string[] = []): string {
  let masked = '';
  let at = 0;
  for (const match of text.matchAll(authCommand)) {
    if (match.index < at) continue;
    const argument = match.index + match[0].length;
    masked += text.slice(at, argument) + (argument < text.length ? mask : '');
    at = argumentEnd(text, argument);
  }
  masked += text.slice(at);
  for (const secret of known) masked = masked.replaceAll(secret, mask);
  return masked;
}

/** The words of 4 characters or more given to `AUTH` in this command; a machine may repeat them alone in an error. */
export function secretsIn(command: string): readonly string[] {
  const secrets: string[] = [];
  for (const match of command.matchAll(authCommand)) {
    const argument = match.index + match[0].length;
    const text = command.slice(argument, argumentEnd(command, argument));
    secrets.push(...text.split(/[\s"'<>()]+/).filter((word) => word.length >= 4));
  }
  return secrets.toSorted((a, b) => b.length - a.length);
}

/** The end of the line, or of the whole text when the argument may be a body in tags: hiding too much is safe. */
function argumentEnd(text: string, start: number): number {
  const lineEnd = text.indexOf('\n', start);
  if (lineEnd === -1) return text.length;
  return text.slice(start, lineEnd).includes('<') ? text.length : lineEnd;
}
