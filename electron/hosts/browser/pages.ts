import { socketName } from '../../../shared/socket-messages.ts';
import { type RendererFiles, cacheControl, findRendererFile } from '../common/renderer-files.ts';
import { securityHeaders } from '../common/security-headers.ts';
import type { Entry, Gate } from './gate.ts';

/** The part of an HTTP request that decides its answer. */
export interface PageRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly host: string | undefined;
  readonly cookie: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

export interface PageSource {
  readonly port: number;
  readonly gate: Gate;
  readonly files: RendererFiles;
}

/** Headers of every answer on this port. */
export function hostHeaders(port: number): Readonly<Record<string, string>> {
  return securityHeaders([`ws://127.0.0.1:${port}`]);
}

/** A page of another name that resolves to this computer (DNS rebinding) must not reach the panel. */
export function isOwnHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

/** Answers everything but the WebSocket. Without the cookie, nothing of the app is told: not even whether a file exists. */
export function answerPage(request: PageRequest, source: PageSource): PageAnswer {
  const { port, gate, files } = source;
  const say = (status: number, sentence: string, more: Record<string, string> = {}): PageAnswer =>
    sentencePage(status, sentence, { ...hostHeaders(port), ...more });

  if (!isOwnHost(request.host, port))
    return say(403, 'This address does not belong to QuantDeck on this computer.');
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return say(405, 'QuantDeck answers only GET and HEAD here.', { allow: 'GET, HEAD' });

  const url = readUrl(request.url);
  if (url === null) return say(400, 'This address cannot be read.');
  const token = url.pathname === '/' ? url.searchParams.get('token') : null;
  if (token !== null) {
    // HEAD must change nothing: a link preview must not spend the token.
    const entry = request.method === 'GET' ? gate.exchange(token) : null;
    return entry === null ? say(403, closedSentence) : openingPage(port, entry);
  }
  if (!url.pathname.startsWith(gate.folder) || !gate.admits(request.cookie))
    return say(403, closedSentence);

  const path = url.pathname.slice(gate.folder.length - 1);
  if (path === `/${socketName}`)
    return say(426, 'QuantDeck’s windows use a WebSocket here.', { upgrade: 'websocket' });
  const file = findRendererFile(files, path);
  if (file === null) return say(404, 'QuantDeck has no such page.');
  const headers = {
    ...hostHeaders(port),
    'cache-control': cacheControl(file),
    etag: file.etag,
  };
  if (request.ifNoneMatch === file.etag) return { status: 304, headers, body: '' };
  return { status: 200, headers: { ...headers, 'content-type': file.type }, body: file.body };
}

const closedSentence =
  'This QuantDeck window is not open to you: use the address that QuantDeck printed, which works once and for a short while. Press Enter where QuantDeck runs for a new one.';

/**
 * Hands over the cookie and goes on to the panel. Not a redirect: one that began outside (the file that starts the window, a link
 * in a terminal) would still count as coming from there, and the browser would hold the strict cookie back.
 */
function openingPage(port: number, { cookie, folder }: Entry): PageAnswer {
  return {
    status: 200,
    headers: {
      ...hostHeaders(port),
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'set-cookie': cookie,
    },
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><meta http-equiv="refresh" content="0;url=${folder}"><title>QuantDeck</title></html>\n`,
  };
}

function sentencePage(
  status: number,
  sentence: string,
  headers: Readonly<Record<string, string>>,
): PageAnswer {
  return {
    status,
    headers: {
      ...headers,
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
    },
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>QuantDeck</title><p>${sentence}</p></html>\n`,
  };
}

function readUrl(url: string): URL | null {
  // The base only completes the path; a full URL in the request line would carry another origin, which no window sends.
  if (!url.startsWith('/') || url.startsWith('//')) return null;
  return URL.parse(url, 'http://127.0.0.1');
}
