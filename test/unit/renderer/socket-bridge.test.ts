import { expect, test } from 'vitest';
import type { PanelEvent } from '../../../shared/contract.ts';
import { socketUrl } from '../../../renderer/bridge.ts';
import type { HostLink } from '../../../renderer/model/engine.ts';
import { socketBridge, type SocketLike } from '../../../renderer/socket-bridge.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { windowClockOf } from '../../support/renderer-host.ts';

class FakeSocket implements SocketLike {
  readonly sent: string[] = [];
  closed = false;
  readonly #listeners: Record<string, ((event: { data?: unknown }) => void)[]> = {};

  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void {
    (this.#listeners[type] ??= []).push(listener);
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.closed = true;
  }
  fire(type: string, data?: unknown): void {
    for (const listener of this.#listeners[type] ?? []) listener({ data });
  }
}

function openBridge() {
  const clock = new FakeClock();
  const sockets: FakeSocket[] = [];
  const bridge = socketBridge(() => {
    const socket = new FakeSocket();
    sockets.push(socket);
    return socket;
  }, windowClockOf(clock));
  const links: HostLink['kind'][] = [];
  bridge.onLink((link) => links.push(link.kind));
  const newest = (): FakeSocket => {
    const socket = sockets.at(-1);
    if (socket === undefined) throw new Error('no socket was opened');
    return socket;
  };
  return { clock, sockets, bridge, links, newest };
}

test('an answer goes to the request it belongs to, whatever the order', async () => {
  const { bridge, newest } = openBridge();
  newest().fire('open');
  const first = bridge.ask('panel.view', {});
  const second = bridge.ask('machines.addSimulated', {});
  expect(newest().sent.map((text) => JSON.parse(text) as unknown)).toEqual([
    { id: 0, request: 'panel.view', input: {} },
    { id: 1, request: 'machines.addSimulated', input: {} },
  ]);
  newest().fire('message', JSON.stringify({ kind: 'answer', id: 1, answer: 'second' }));
  newest().fire('message', JSON.stringify({ kind: 'answer', id: 0, answer: 'first' }));
  expect(await first).toBe('first');
  expect(await second).toBe('second');
  bridge.dispose();
});

test('events reach listeners until they unsubscribe', () => {
  const { bridge, newest } = openBridge();
  const events: PanelEvent[] = [];
  const stop = bridge.onEvent((event) => events.push(event));
  newest().fire('open');
  const message = { kind: 'event', event: { event: 'notices', payload: [] } };
  newest().fire('message', JSON.stringify(message));
  stop();
  newest().fire('message', JSON.stringify(message));
  expect(events).toEqual([message.event]);
  bridge.dispose();
});

test('a request while there is no link is refused as not sent', async () => {
  const { bridge, newest } = openBridge();
  expect(await bridge.ask('panel.view', {})).toMatchObject({
    ok: false,
    failure: { kind: 'not-connected' },
  });
  expect(newest().sent).toEqual([]);
  bridge.dispose();
});

test('a request whose answer can no longer come fails and is not sent again', async () => {
  const { bridge, clock, newest, sockets } = openBridge();
  newest().fire('open');
  const asked = bridge.ask('panel.view', {});
  newest().fire('close');
  expect(await asked).toMatchObject({ ok: false, failure: { kind: 'connection-lost' } });
  await clock.advance(500);
  expect(sockets).toHaveLength(2);
  newest().fire('open');
  await settle();
  expect(newest().sent).toEqual([]);
  bridge.dispose();
});

test('a lost link is told once and tried again, later each time up to five seconds', async () => {
  const { bridge, clock, links, newest, sockets } = openBridge();
  newest().fire('open');
  newest().fire('close');
  for (const delay of [500, 1_000, 2_000, 4_000, 5_000, 5_000]) {
    const before = sockets.length;
    await clock.advance(delay - 1);
    expect(sockets).toHaveLength(before);
    await clock.advance(1);
    expect(sockets).toHaveLength(before + 1);
    newest().fire('close');
  }
  await clock.advance(5_000);
  newest().fire('open');
  expect(links).toEqual(['connecting', 'up', 'down', 'up']);
  bridge.dispose();
});

test('disposing ends the retries and closes the socket', async () => {
  const { bridge, clock, newest } = openBridge();
  newest().fire('open');
  bridge.dispose();
  expect(newest().closed).toBe(true);
  newest().fire('close');
  expect(clock.pending).toBe(0);
});

test('the socket is beside the page, in the page’s own folder', () => {
  expect(socketUrl('http://127.0.0.1:4317/secret/#/machines')).toBe(
    'ws://127.0.0.1:4317/secret/panel',
  );
  expect(socketUrl('https://localhost/x/?a=b')).toBe('wss://localhost/x/panel');
});
