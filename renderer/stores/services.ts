import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PanelEvent } from '../../shared/contract.ts';
import { consolePageLimit } from '../../shared/console.ts';
import type { Result } from '../../shared/failure.ts';
import type { Instant, MachineId } from '../../shared/units.ts';
import type { Bridge } from '../bridge.ts';
import type { WindowClock } from '../clock.ts';
import { type Controls, createControls } from './controls-lock.ts';
import { appendLines, loadTranscript, type Transcripts } from './console-state.ts';
import type { KeptText } from './kept-text.ts';
import type { Pins } from './pins.ts';
import { initialPanelState, type PanelState, reducePanel } from './panel-state.ts';
import { initialUiState, type UiState } from './ui-state.ts';

/** Everything a window's views stand on, made once per window. */
export interface Services {
  readonly bridge: Bridge;
  readonly clock: WindowClock;
  readonly kept: KeptText;
  readonly panel: StoreApi<PanelState>;
  readonly transcripts: StoreApi<Transcripts>;
  readonly ui: StoreApi<UiState>;
  /** Whether this window's controls are locked. */
  readonly controls: Controls;
  /** The one ticker: every age and countdown follows it. */
  readonly now: StoreApi<{ readonly now: Instant }>;
  /** Fetches a machine's transcript and follows it from then on. */
  readonly openTranscript: (machineId: MachineId) => Promise<Result<null>>;
  readonly dispose: () => void;
}

/** Makes the stores and connects them to the bridge and the clock until disposed. */
export function createServices(
  bridge: Bridge,
  clock: WindowClock,
  kept: KeptText,
  pins: Pins,
): Services {
  const panel = createStore<PanelState>()(() => initialPanelState);
  const transcripts = createStore<Transcripts>()(() => ({}));
  const ui = createStore<UiState>()(() => initialUiState);
  const controls = createControls(kept, pins);
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

  const openTranscript = async (machineId: MachineId): Promise<Result<null>> => {
    const answer = await bridge.ask('console.lines', { machineId, limit: consolePageLimit });
    if (!answer.ok) return answer;
    transcripts.setState((state) => loadTranscript(state, machineId, answer.value.lines), true);
    return { ok: true, value: null };
  };

  const onEvent = (event: PanelEvent): void => {
    if (event.event === 'console')
      transcripts.setState((state) => appendLines(state, event.payload), true);
    else panel.setState((state) => reducePanel(state, { kind: 'event', event }), true);
  };

  const ends = [
    clock.every(1000, () => now.setState({ now: clock.now() }, true)),
    bridge.onEvent(onEvent),
    bridge.onLink((link) => {
      panel.setState((state) => reducePanel(state, { kind: 'link', link }), true);
      if (link.kind !== 'up') return;
      void loadView();
      // What crossed the wire while the link was down is in main's transcript only.
      for (const machineId of Object.keys(transcripts.getState()))
        void openTranscript(machineId as MachineId);
    }),
  ];

  return {
    bridge,
    clock,
    kept,
    panel,
    transcripts,
    ui,
    controls,
    now,
    openTranscript,
    dispose: () => {
      for (const end of ends) end();
      bridge.dispose();
    },
  };
}
