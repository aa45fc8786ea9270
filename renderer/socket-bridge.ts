import type { PanelEvent, RequestAnswer, RequestInput, RequestName } from '../shared/contract.ts';
import { type Failure, fail } from '../shared/failure.ts';
import type { SocketMessage, SocketRequest } from '../shared/socket-messages.ts';
import type { Bridge } from './bridge.ts';
import type { WindowClock } from './clock.ts';
import type { HostLink } from './model/engine.ts';

/** What is used of a WebSocket, so that tests can put in their own. */
export interface SocketLike {
  addEventListener(
    type: 'open' | 'close' | 'message',
    listener: (event: { readonly data?: unknown }) => void,
  ): void;
  send(text: string): void;
  close(): void;
}

const firstDelay = 500;
const longestDelay = 5_000;

const notSent: Failure = {
  kind: 'not-connected',
  message: 'QuantDeck’s engine stopped, so nothing was sent.',
  remedy: 'Start QuantDeck again, or wait until this window reconnects.',
  detail: '',
};

const noAnswer: Failure = {
  kind: 'connection-lost',
  message: 'QuantDeck’s engine stopped before it answered.',
  remedy: 'When it is back, look at what the machine reports. Nothing is sent again by itself.',
  detail: '',
};

/**
 * Talks the contract over the browser host's WebSocket. A lost socket is opened again by itself, later each time up to
 * five seconds; requests are never sent twice: what waits for an answer when the socket goes is answered with a failure.
 */
export function socketBridge(open: () => SocketLike, clock: WindowClock): Bridge {
  const eventListeners = new Set<(event: PanelEvent) => void>();
  const linkListeners = new Set<(link: HostLink) => void>();
  const waiting = new Map<number, (answer: unknown) => void>();
  let link: HostLink = { kind: 'connecting' };
  let socket: SocketLike | null = null;
  let nextId = 0;
  let delay = firstDelay;
  let cancelRetry: (() => void) | null = null;
  let disposed = false;

  const setLink = (next: HostLink): void => {
    link = next;
    for (const listener of linkListeners) listener(next);
  };

  const connect = (): void => {
    const opened = open();
    opened.addEventListener('open', () => {
      if (disposed) return;
      socket = opened;
      delay = firstDelay;
      setLink({ kind: 'up' });
    });
    opened.addEventListener('message', ({ data }) => {
      if (!disposed && typeof data === 'string') receive(data);
    });
    opened.addEventListener('close', () => {
      if (disposed) return;
      socket = null;
      for (const answer of waiting.values()) answer(fail(noAnswer));
      waiting.clear();
      if (link.kind !== 'down') setLink({ kind: 'down', since: clock.now() });
      cancelRetry = clock.after(delay, connect);
      delay = Math.min(longestDelay, delay * 2);
    });
  };

  const receive = (data: string): void => {
    // The host is this program's own other half, served from the same origin: its messages are trusted as typed.
    const message = JSON.parse(data) as SocketMessage;
    if (message.kind === 'event') {
      for (const listener of eventListeners) listener(message.event);
      return;
    }
    waiting.get(message.id)?.(message.answer);
    waiting.delete(message.id);
  };

  connect();
  return {
    ask: <Name extends RequestName>(name: Name, input: RequestInput<Name>) =>
      new Promise<RequestAnswer<Name>>((resolve) => {
        const settle = (answer: unknown): void => resolve(answer as RequestAnswer<Name>);
        if (socket === null) return settle(fail(notSent));
        const id = nextId++;
        const request: SocketRequest = { id, request: name, input };
        socket.send(JSON.stringify(request));
        waiting.set(id, settle);
      }),
    onEvent: (listener) => {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    onLink: (listener) => {
      linkListeners.add(listener);
      listener(link);
      return () => linkListeners.delete(listener);
    },
    dispose: () => {
      disposed = true;
      cancelRetry?.();
      socket?.close();
    },
  };
}
