import { FakeClock } from '../../support/fake-clock.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Gate, createGate } from '../../../electron/hosts/browser/gate.ts';
import { type PageRequest, answerPage } from '../../../electron/hosts/browser/pages.ts';
import type { RendererFile } from '../../../electron/hosts/common/renderer-files.ts';

const port = 4317;
const file = (text: string, type: string, hashed: boolean): RendererFile => ({
  body: Uint8Array.from(Buffer.from(text)),
  type,
  etag: `"${text.length}"`,
  hashed,
});
const files = new Map([
  ['/index.html', file('<p>the app</p>', 'text/html; charset=utf-8', false)],
  ['/assets/app-1a2b.js', file('run()', 'text/javascript; charset=utf-8', true)],
]);

let gate: Gate;
let cookie: string;
let token: string;
const inside = '/random2/';
beforeEach(() => {
  let count = 0;
  // The session is random1, the folder random2, the token random3.
  gate = createGate(() => `random${++count}`, port, new FakeClock());
  token = gate.issue(60_000);
  cookie = 'quantdeck-4317=random1';
});

function ask(request: Partial<PageRequest>) {
  return answerPage(
    {
      method: 'GET',
      url: '/',
      host: `127.0.0.1:${port}`,
      cookie: undefined,
      ifNoneMatch: undefined,
      ...request,
    },
    { port, gate, files },
  );
}

const text = (body: Uint8Array | string): string => Buffer.from(body).toString();

describe('without the cookie', () => {
  test.each(['/', '/index.html', '/assets/app-1a2b.js', '/nothing', '/panel'])(
    'GET %s says one sentence and nothing of the app',
    (url) => {
      const answer = ask({ url });
      expect(answer.status).toBe(403);
      expect(text(answer.body)).toContain('use the address that QuantDeck printed');
      expect(text(answer.body)).not.toContain('the app');
      expect(answer.headers['cache-control']).toBe('no-store');
    },
  );

  test.each(['', 'index.html', 'assets/app-1a2b.js', 'panel'])(
    'the right folder is not enough to see %s',
    (name) => {
      expect(ask({ url: inside + name }).status).toBe(403);
    },
  );

  test('the token sets the cookie and leads to its folder, where the address bar holds it no more', () => {
    const answer = ask({ url: '/?token=random3' });
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toContain(cookie);
    expect(text(answer.body)).toContain('content="0;url=/random2/"');
    expect(text(answer.body)).not.toContain('the app');
    expect(ask({ cookie, url: inside }).status).toBe(200);
  });

  test('the token works once, and only on the page itself', () => {
    expect(ask({ url: '/index.html?token=random3' }).status).toBe(403);
    expect(ask({ url: '/random2/?token=random3' }).status).toBe(403);
    expect(ask({ url: '/?token=random3' }).status).toBe(200);
    expect(ask({ url: '/?token=random3' }).status).toBe(403);
  });

  test('HEAD does not spend the token', () => {
    expect(ask({ method: 'HEAD', url: '/?token=random3' }).status).toBe(403);
    expect(ask({ url: '/?token=random3' }).status).toBe(200);
  });
});

describe('with the cookie', () => {
  beforeEach(() => {
    gate.exchange(token);
  });

  test('the page is never kept, hashed files for ever', () => {
    expect(ask({ cookie, url: inside }).headers['cache-control']).toBe('no-cache');
    const asset = ask({ cookie, url: '/random2/assets/app-1a2b.js?v=1' });
    expect(asset.headers['cache-control']).toBe('private, max-age=31536000, immutable');
    expect(text(asset.body)).toBe('run()');
  });

  test('a file the browser still has is not sent again', () => {
    const answer = ask({ cookie, url: inside, ifNoneMatch: '"14"' });
    expect(answer.status).toBe(304);
    expect(answer.body).toBe('');
  });

  test('it opens nothing outside its folder', () => {
    for (const url of ['/', '/index.html', '/panel', '/random2', '/random2x/', '/?token=random3'])
      expect(ask({ cookie, url }).status).toBe(403);
  });

  test.each(['%2e%2e%2fpackage.json', '..%2fpackage.json', '%', 'assets/', '/index.html'])(
    '%s is not found, because only the built files exist',
    (name) => {
      expect(ask({ cookie, url: inside + name }).status).toBe(404);
    },
  );

  test('a request line with another origin in it is refused', () => {
    expect(ask({ cookie, url: 'http://evil.example/' }).status).toBe(400);
    expect(ask({ cookie, url: '//evil.example/' }).status).toBe(400);
  });

  test('the address of the WebSocket says what it is for', () => {
    expect(ask({ cookie, url: `${inside}panel` }).status).toBe(426);
  });
});

test.each([undefined, '127.0.0.1', 'localhost', '127.0.0.1:80', 'evil.example:4317', '[::1]:4317'])(
  'the Host header %s is refused, whatever else is right',
  (host) => {
    gate.exchange(token);
    expect(ask({ host, cookie, url: inside }).status).toBe(403);
    expect(text(ask({ host, cookie, url: inside }).body)).not.toContain('the app');
  },
);

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])('%s is not allowed', (method) => {
  expect(ask({ method })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
});

test('every answer, refusals included, carries the strict content policy and its companions', () => {
  const policy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self' ws://127.0.0.1:4317; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  const answers = [
    ask({}),
    ask({ host: 'evil.example' }),
    ask({ method: 'POST' }),
    ask({ url: '/?token=random3' }),
    ask({ cookie, url: inside }),
    ask({ cookie, url: '/random2/nothing' }),
    ask({ cookie, url: inside, ifNoneMatch: '"14"' }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 405, 200, 200, 404, 304]);
  for (const { headers } of answers)
    expect(headers).toMatchObject({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': expect.any(String) as string,
    });
});
