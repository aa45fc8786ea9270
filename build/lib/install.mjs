import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { at } from './paths.mjs';
import { Trouble, progress, seconds } from './report.mjs';
import { lastLines, run } from './run.mjs';

/** Where these scripts remember things about the installed packages; gone with the next installation, as it should be. */
const memory = at('node_modules', '.quantdeck');
const stamp = at('node_modules', '.quantdeck', 'lock-hash');

/** @param {string} name @returns {string | null} */
export function recall(name) {
  try {
    return readFileSync(at('node_modules', '.quantdeck', name), 'utf8');
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} text */
export function remember(name, text) {
  mkdirSync(memory, { recursive: true });
  writeFileSync(at('node_modules', '.quantdeck', name), text);
}

/** Installs the packages if they are missing or not those of package-lock.json. */
export async function ensurePackages() {
  const hash = createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  progress(
    existsSync(at('node_modules'))
      ? 'The installed packages are not the ones QuantDeck asks for. Installing them (about half a minute)…'
      : 'Installing packages (about half a minute)…',
  );
  const startedAt = Date.now();
  const [program, words] = npmCommand(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  const result = await run(program, words, {
    onWait: (elapsed) => progress(`still installing, ${elapsed} s…`),
  });
  if (result.code !== 0) throw new Trouble(whyInstallFailed(result.output));
  remember('lock-hash', hash);
  progress(`Packages installed in ${seconds(Date.now() - startedAt)}.`);
}

/** The sentence for a failed `npm ci`. @param {string} output */
export function whyInstallFailed(output) {
  const tail = lastLines(output, 15);
  if (
    /EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ECONNRESET|ERR_SOCKET_TIMEOUT/.test(
      output,
    )
  )
    return `${tail}\n\nThe packages could not be downloaded: there is no connection to npm’s registry. Check the network or the proxy settings and try again.`;
  if (/EACCES|EPERM|EROFS/.test(output))
    return `${tail}\n\nThe packages could not be written: this folder is not yours to write to, or a program holds its files open.`;
  if (/ENOSPC/.test(output))
    return `${tail}\n\nThe packages could not be written: the disk is full.`;
  return `${tail}\n\nThe packages could not be installed; npm’s own words are above.`;
}

/**
 * How to start npm: with the same Node and the npm that started this script, if one did.
 * @param {readonly string[]} words @returns {[string, string[]]}
 */
export function npmCommand(words) {
  const script = process.env['npm_execpath'];
  if (script !== undefined && /npm-cli\.[cm]?js$/.test(script) && existsSync(script))
    return [process.execPath, [script, ...words]];
  // Since a security fix, Windows starts .cmd files only through its command interpreter.
  return process.platform === 'win32'
    ? ['cmd.exe', ['/d', '/s', '/c', 'npm.cmd', ...words]]
    : ['npm', [...words]];
}
