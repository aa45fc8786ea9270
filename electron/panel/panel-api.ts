import type { PanelEvent } from '../../shared/contract.ts';
import type { Event } from '../base/emitter.ts';

/** What a host needs of the panel: pass requests in, events out, leave every machine on quit. */
export interface PanelApi {
  /**
   * Answers one request by name. Never rejects: an unknown name or an input that fails its schema answers a failure of
   * kind `invalid-input`, a bug answers `internal` and is logged.
   */
  handle(name: unknown, input: unknown): Promise<unknown>;
  /** Events for every attached window, already batched. */
  readonly onEvent: Event<PanelEvent>;
  /** Leaves every machine because the computer goes to sleep. Bounded; never rejects. */
  suspend(): Promise<void>;
  /** Comes back to the machines that `suspend` left. */
  resume(): void;
  /** A window has attached itself. */
  windowOpened(): void;
  /** A window is gone, closed or crashed. Held levels are given back when none has come back for a few seconds. */
  windowClosed(): void;
  /** Keeps a script file that a person opened with QuantDeck, and tells every window. Nothing of it is run. */
  openScript(fileName: string, text: string): void;
  /** What leaving now would interrupt or give up, in plain lines; empty if nothing. */
  unfinished(): readonly string[];
  /** Sends `QUIT` to every machine, waits at most `maxSeconds`, closes everything. Never rejects; later calls wait for the first. */
  leave(maxSeconds: number): Promise<void>;
}
