import type { HostApi } from '../shared/contract.ts';
import { socketName } from '../shared/socket-messages.ts';
import type { WindowClock } from './clock.ts';
import type { HostLink } from './model/engine.ts';
import { socketBridge } from './socket-bridge.ts';

/** What the window has of its host: the contract, and whether it still answers. */
export interface Bridge extends HostApi {
  /** Tells the link's state at once and on every change; answers a function that unsubscribes. */
  readonly onLink: (listener: (link: HostLink) => void) => () => void;
  readonly dispose: () => void;
}

declare global {
  interface Window {
    /** Put there by Electron's preload; absent in the browser host. */
    readonly quantdeck?: HostApi;
  }
}

/** Finds this window's host: the preload's API, else the browser host's socket. The only reader of either. */
export function connectBridge(window: Window, clock: WindowClock): Bridge {
  return window.quantdeck === undefined
    ? socketBridge(() => new WebSocket(socketUrl(window.location.href)), clock)
    : preloadBridge(window.quantdeck);
}

/** Where the browser host's socket is: beside the page it served. */
export function socketUrl(pageUrl: string): string {
  const url = new URL(socketName, pageUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** Electron ends the window with its main process, so this link is up for as long as there is a window. */
export function preloadBridge(host: HostApi): Bridge {
  return {
    ask: host.ask,
    onEvent: host.onEvent,
    onLink: (listener) => {
      listener({ kind: 'up' });
      return () => {};
    },
    dispose: () => {},
  };
}
