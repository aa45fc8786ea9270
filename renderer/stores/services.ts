import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PanelEvent } from '../../shared/contract.ts';
import type { Instant } from '../../shared/units.ts';
import type { Bridge } from '../bridge.ts';
import type { WindowClock } from '../clock.ts';
import { type ConsoleStores, createConsoleStores } from './console-stores.ts';
import type { KeptText } from './kept-text.ts';
import { initialPanelState, type PanelState, reducePanel } from './panel-state.ts';
import { initialUiState, type UiState } from './ui-state.ts';

/** Everything a window's views stand on, made once per window. */
export interface Services {
  readonly bridge: Bridge;
  readonly clock: WindowClock;
  readonly kept: KeptText;
  readonly panel: StoreApi<PanelState>;
  readonly console: ConsoleStores;
  readonly ui: StoreApi<UiState>;
  /** The one ticker: every age and countdown follows it. */
  readonly now: StoreApi<{ readonly now: Instant }>;
  readonly dispose: () => void;
}

/** Makes the stores and connects them to the bridge and the clock until disposed. */
export function createServices(bridge: Bridge, clock: WindowClock, kept: KeptText): Services {
  const panel = createStore<PanelState>()(() => initialPanelState);
  const console = createConsoleStores(bridge.ask);
  const ui = createStore<UiState>()(() => initialUiState);
  const now = createStore<{ readonly now: Instant }>()(() => ({ now: clock.now() }));

  const loadView = async (): Promise<void> => {
    const answer = await bridge.ask('panel.view', {});
    panel.setState(
      (state) =>
        reducePanel(
          state,
          answer.ok
            ? { kind: 'view', view: answer.value }
            : { kind: 'load-failed', failure: answer.failure },
        ),
      true,
    );
  };

  const onEvent = (event: PanelEvent): void => {
    if (!console.onEvent(event))
      panel.setState((state) => reducePanel(state, { kind: 'event', event }), true);
  };

  const ends = [
    clock.every(1000, () => now.setState({ now: clock.now() }, true)),
    bridge.onEvent(onEvent),
    bridge.onLink((link) => {
      panel.setState((state) => reducePanel(state, { kind: 'link', link }), true);
      if (link.kind !== 'up') return;
      void loadView();
      console.catchUp();
    }),
  ];

  return {
    bridge,
    clock,
    kept,
    panel,
    console,
    ui,
    now,
    dispose: () => {
      for (const end of ends) end();
      bridge.dispose();
    },
  };
}
