import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mostQueued, mostTries, Webhook } from '../../../../electron/panel/alerts/webhook.ts';
import {
  webhookMessage,
  type WebhookTarget,
} from '../../../../electron/panel/alerts/webhook-message.ts';
import type { Alert, AlertId } from '../../../../shared/alert.ts';
import type { Instant, MachineId } from '../../../../shared/units.ts';
import { webhookAddressSchema } from '../../../../shared/webhook-address.ts';
import { FakeClock, settle } from '../../../support/fake-clock.ts';

const alertOf = (number: number): Alert => ({
  id: `m1.${number}.end` as AlertId,
  machineId: 'm1' as MachineId,
  machineName: 'qpcr1',
  at: Date.UTC(2026, 0, 1) as Instant,
  event: { kind: 'finished', title: 'Plate <7> & co', sawEnd: true },
  quiet: false,
});

interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let server: Server;
let origin = '';
let received: Received[] = [];
let answer: (response: ServerResponse, body: Received) => void;
let hooks: Webhook[] = [];

beforeEach(async () => {
  received = [];
  hooks = [];
  answer = (response) => void response.writeHead(204).end();
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const seen = { path: request.url ?? '', headers: request.headers, body };
      received.push(seen);
      answer(response, seen);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  for (const hook of hooks) hook.dispose();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function open(change: Partial<WebhookTarget> = {}, fetcher: typeof fetch = fetch) {
  const clock = new FakeClock();
  const logged: string[] = [];
  const target: WebhookTarget = {
    url: `${origin}/secret-path`,
    token: 'secret-token',
    format: 'json',
    ...change,
  };
  const hook = new Webhook({
    clock,
    random: () => 0,
    fetch: fetcher,
    onChange: () => {},
    log: (text) => logged.push(text),
    target: () => target,
  });
  hooks.push(hook);
  return { hook, clock, logged };
}

/** Lets the loopback server and the hook talk until something holds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await settle();
}

describe('an alert that is sent on', () => {
  it('arrives once, with its id, its words and the token', async () => {
    const { hook, logged, clock } = open();
    hook.send(alertOf(1));
    await until(() => logged.length > 0);
    expect(received).toHaveLength(1);
    expect(received[0]?.path).toBe('/secret-path');
    expect(received[0]?.headers).toMatchObject({
      authorization: 'Bearer secret-token',
      'idempotency-key': 'm1.1.end',
      'content-type': 'application/json; charset=utf-8',
    });
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      app: 'QuantDeck',
      id: 'm1.1.end',
      kind: 'finished',
      at: '2026-01-01T00:00:00.000Z',
      machine: { id: 'm1', name: 'qpcr1' },
      run: 'Plate <7> & co',
      title: 'qpcr1: run finished',
      text: 'The run “Plate <7> & co” is done.',
    });
    expect(clock.pending).toBe(0);
  });

  it('is tried again with growing pauses while the receiver is ill, then taken once', async () => {
    const { hook, clock, logged } = open();
    answer = (response) => void response.writeHead(received.length < 3 ? 503 : 200).end('ill');
    hook.send(alertOf(1));
    await until(() => logged.length === 1);
    await clock.advance(999);
    expect(received).toHaveLength(1);
    await clock.advance(1);
    await until(() => logged.length === 2);
    await clock.advance(2_000);
    await until(() => logged.length === 3);
    expect(logged.at(-1)).toBe(`An alert was sent to ${new URL(origin).host}.`);
    expect(received).toHaveLength(3);
  });

  it('is given up after so many tries, and the next one gets its own', async () => {
    let tries = 0;
    const { hook, clock, logged } = open({}, async () => {
      tries += 1;
      throw new TypeError('fetch failed', {
        cause: Object.assign(new Error('no'), { code: 'ECONNREFUSED' }),
      });
    });
    hook.send(alertOf(1));
    hook.send(alertOf(2));
    await clock.advance(3_600_000);
    expect(tries).toBe(2 * mostTries);
    expect(logged.filter((text) => text.includes('given up'))).toHaveLength(2);
    expect(clock.pending).toBe(0);
  });

  it('is not tried again where the receiver refuses it', async () => {
    const { hook, clock, logged } = open();
    answer = (response) => void response.writeHead(403).end('no such token');
    hook.send(alertOf(1));
    await until(() => logged.length > 0);
    await clock.advance(3_600_000);
    expect(received).toHaveLength(1);
    expect(logged[0]).toContain('HTTP 403');
    expect(hook.trouble).toMatchObject({ detail: 'HTTP 403: no such token' });
    answer = (response) => void response.writeHead(200).end();
    hook.send(alertOf(2));
    await until(() => logged.length > 1);
    expect(hook.trouble).toBeNull();
  });

  it('is given up where the receiver does not answer in time, and the pause begins', async () => {
    const { hook, clock, logged } = open();
    answer = () => {};
    hook.send(alertOf(1));
    await until(() => received.length === 1);
    await clock.advance(10_000);
    await until(() => logged.length === 1);
    expect(logged[0]).toContain('timed-out');
  });

  it('waits behind others in a queue that does not grow without end', async () => {
    const { hook, logged } = open({}, () => new Promise(() => {}));
    for (let number = 0; number < mostQueued + 5; number++) hook.send(alertOf(number));
    expect(logged.filter((text) => text.includes('too many'))).toHaveLength(5);
    hook.dispose();
    expect(logged.at(-1)).toBe(`${mostQueued} alert(s) were not sent on: QuantDeck is closing.`);
  });

  it('is left where it is when QuantDeck closes: the request ends and no timer stays', async () => {
    const { hook, clock } = open();
    let gone = false;
    answer = (response) => void response.on('close', () => (gone = true));
    hook.send(alertOf(1));
    await until(() => received.length === 1);
    hook.dispose();
    await until(() => gone);
    await settle();
    expect(clock.pending).toBe(0);
  });
});

describe('a receiver that sends on', () => {
  it('to the same host is followed, with the body', async () => {
    const { hook } = open();
    answer = (response, { path }) =>
      void (
        path === '/new' ? response.writeHead(200) : response.writeHead(308, { location: '/new' })
      ).end();
    expect(await hook.test()).toMatchObject({ ok: true });
    expect(received.map(({ path }) => path)).toEqual(['/secret-path', '/new']);
    expect(received[1]?.body).toBe(received[0]?.body);
  });

  it('to another host, or for ever, is not followed, and says so', async () => {
    const { hook } = open();
    let asked = 0;
    const other = createServer((_request, response) => {
      asked += 1;
      response.end();
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    for (const location of [`http://127.0.0.1:${port}/`, '/secret-path']) {
      answer = (response) => void response.writeHead(307, { location }).end();
      expect(await hook.test()).toMatchObject({
        ok: false,
        failure: { kind: 'unexpected-reply', detail: 'HTTP 307' },
      });
    }
    expect(asked).toBe(0);
    expect(received).toHaveLength(1 + 4);
    await new Promise((resolve) => other.close(resolve));
  });
});

it('a test says how it went in words, with the first words of a refusal and no more of it', async () => {
  const { hook } = open();
  expect(await hook.test()).toEqual({
    ok: true,
    value: `${new URL(origin).host} took the test alert (HTTP 204).`,
  });
  let closed = false;
  answer = (response) => {
    response.on('close', () => (closed = true));
    response.writeHead(400);
    const more = (): void => {
      if (closed) return;
      if (response.write('invalid_payload '.repeat(1_000))) setImmediate(more);
      else response.once('drain', more);
    };
    more();
  };
  const refusal = await hook.test();
  await until(() => closed);
  expect(refusal.ok).toBe(false);
  if (!refusal.ok) {
    expect(refusal.failure.message).toContain('does not take this alert');
    expect(refusal.failure.detail).toMatch(/^HTTP 400: invalid_payload/);
    expect(refusal.failure.detail.length).toBeLessThan(250);
  }
});

it('neither the path nor the token is ever in the log or in a failure', async () => {
  const { hook, clock, logged } = open({}, async () => {
    throw new TypeError(`Failed to parse URL from ${origin}/secret-path secret-token`);
  });
  const result = await hook.test();
  hook.send(alertOf(1));
  await clock.advance(3_600_000);
  expect(logged.length).toBeGreaterThan(0);
  const echo = open();
  answer = (response, { path, headers }) =>
    void response.writeHead(400).end(`no ${path} for ${headers.authorization ?? ''}`);
  const repeated = await echo.hook.test();
  echo.hook.send(alertOf(1));
  await until(() => echo.logged.length > 0);
  expect(repeated).toMatchObject({ failure: { detail: 'HTTP 400: no … for Bearer …' } });
  expect(JSON.stringify([logged, result, echo.logged, echo.hook.trouble])).not.toMatch(/secret/);
});

it('Slack gets one escaped text, ntfy its topic as JSON at the server’s root', () => {
  const slack = webhookMessage(alertOf(1), {
    url: 'https://hooks.example/x',
    token: null,
    format: 'slack',
  });
  expect(JSON.parse(slack.body)).toEqual({
    text: '*qpcr1: run finished*\nThe run “Plate &lt;7&gt; &amp; co” is done.',
  });
  expect(slack.headers).not.toHaveProperty('authorization');
  const ntfy = webhookMessage(alertOf(1), {
    url: 'https://ntfy.example/sub/lab%20a',
    token: null,
    format: 'ntfy',
  });
  expect(ntfy.url).toBe('https://ntfy.example/sub');
  expect(JSON.parse(ntfy.body)).toEqual({
    topic: 'lab a',
    title: 'qpcr1: run finished',
    message: 'The run “Plate <7> & co” is done.',
    priority: 3,
  });
});

it('an address is http or https without a user in it', () => {
  expect(webhookAddressSchema.safeParse(' https://ntfy.sh/lab ').data).toBe('https://ntfy.sh/lab');
  expect(webhookAddressSchema.safeParse('http://127.0.0.1:8080/a@b').success).toBe(true);
  for (const wrong of [
    'ftp://x/y',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'lab',
    'https://u:p@host/',
  ])
    expect(webhookAddressSchema.safeParse(wrong).success, wrong).toBe(false);
});
