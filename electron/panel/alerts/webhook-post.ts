import type { Failure, FailureKind } from '../../../shared/failure.ts';
import type { Clock } from '../../base/clock.ts';
import type { WebhookMessage } from './webhook-message.ts';

export type Fetch = typeof globalThis.fetch;

/** How one try ended. `retry`: whether another one may go better. */
export type PostOutcome =
  | { readonly kind: 'delivered'; readonly status: number }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly retry: boolean };

export interface PostParts {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Gives the try up. */
  readonly signal: AbortSignal;
}

/** How long one try may take, answer included. */
export const postMilliseconds = 10_000;
const mostRedirects = 3;
/** What is read of an answer, for its first words; the rest is not taken from the network. */
const mostBytes = 2_000;

/** Posts once. Never rejects, and never puts the address or the token into words: either can be the secret. */
export async function post(message: WebhookMessage, parts: PostParts): Promise<PostOutcome> {
  const timeout = new AbortController();
  const timer = parts.clock.after(postMilliseconds, () => timeout.abort());
  const signal = AbortSignal.any([parts.signal, timeout.signal]);
  const { host } = new URL(message.url);
  try {
    return await follow(message, parts.fetch, signal, host, mostRedirects);
  } catch (error) {
    if (timeout.signal.aborted)
      return failed(
        'timed-out',
        `${host} did not answer within ${postMilliseconds / 1000} s.`,
        'Check that the address is right and can be reached from this computer.',
        '',
        true,
      );
    return unreachable(host, error);
  } finally {
    timer.dispose();
  }
}

async function follow(
  { url, headers, body }: WebhookMessage,
  fetch: Fetch,
  signal: AbortSignal,
  host: string,
  redirects: number,
): Promise<PostOutcome> {
  const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
  const { status } = response;
  const target = status === 307 || status === 308 ? response.headers.get('location') : null;
  if (target !== null && redirects > 0 && isSamePlace(url, target)) {
    await response.body?.cancel();
    const next = { url: new URL(target, url).href, headers, body };
    return follow(next, fetch, signal, host, redirects - 1);
  }
  if (status >= 200 && status < 300) {
    await response.body?.cancel();
    return { kind: 'delivered', status };
  }
  if (status >= 300 && status < 400) {
    await response.body?.cancel();
    return failed(
      'unexpected-reply',
      `${host} sends this on to another address, which QuantDeck does not follow.`,
      'Enter the address it has now.',
      `HTTP ${status}`,
      false,
    );
  }
  const words = withoutSecrets(await firstWords(response), url, headers);
  const detail = `HTTP ${status}${words === '' ? '' : `: ${words}`}`;
  if (status >= 500 || status === 408 || status === 429)
    return failed(
      'unexpected-reply',
      `${host} cannot take alerts just now.`,
      'Try again later.',
      detail,
      true,
    );
  return failed(
    'unexpected-reply',
    `${host} does not take this alert.`,
    'Check the address, the token and the kind of receiver.',
    detail,
    false,
  );
}

/** The same host and port, and not from https down to http. */
function isSamePlace(from: string, location: string): boolean {
  if (!URL.canParse(location, from)) return false;
  return new URL(location, from).origin === new URL(from).origin;
}

async function firstWords(response: Response): Promise<string> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < mostBytes) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
  }
  await reader.cancel();
  const text = Buffer.concat(chunks).subarray(0, mostBytes).toString('utf8');
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 200);
}

/** A receiver may repeat what it was sent. */
function withoutSecrets(words: string, url: string, headers: WebhookMessage['headers']): string {
  const token = headers['authorization']?.replace('Bearer ', '');
  const { pathname, search } = new URL(url);
  return [token, url, `${pathname}${search}`, pathname]
    .filter((secret) => secret !== undefined && secret.length > 1)
    .reduce((text: string, secret) => text.replaceAll(secret ?? '', '…'), words);
}

/** The error's own message is left out: it can hold the whole address. */
function unreachable(host: string, error: unknown): PostOutcome {
  const code = codeOf(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return failed('dns', `The name ${host} is not known.`, 'Check the address.', code, true);
  if (code === 'ECONNREFUSED')
    return failed(
      'connection-refused',
      `${host} refuses the connection.`,
      'Check the address, and that the receiver runs.',
      code,
      true,
    );
  return failed(
    'unreachable',
    `${host} could not be reached.`,
    'Check the address and this computer’s network.',
    code,
    true,
  );
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : '';
}

function failed(
  kind: FailureKind,
  message: string,
  remedy: string,
  detail: string,
  retry: boolean,
): PostOutcome {
  return { kind: 'failed', failure: { kind, message, remedy, detail }, retry };
}
