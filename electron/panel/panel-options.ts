import type { PanelView } from '../../shared/contract.ts';
import type { Random } from '../base/backoff.ts';
import type { Clock } from '../base/clock.ts';
import type { HashCost } from '../base/slow-hash.ts';
import type { Transports } from '../machine/open-session.ts';
import type { OpenDatabase } from '../store/database.ts';
import type { AlertSink } from './alerts/alert-sink.ts';
import type { HostServices } from './host-services.ts';
import type { SecretStore } from './secret-store.ts';

/** What a host gives the panel it starts; what is optional is there for tests. */
export interface PanelOptions {
  /** An existing folder that is this user's own. */
  readonly dataDirectory: string;
  readonly host: PanelView['host'];
  readonly version: string;
  readonly clock: Clock;
  readonly secrets: SecretStore;
  readonly log: (text: string) => void;
  /** None unless given. */
  readonly services?: HostServices;
  /** Jitter for reconnecting; `Math.random` unless given. */
  readonly random?: Random;
  /** What one try at the PIN of the controls costs; the usual unless given. */
  readonly pinCost?: HashCost;
  /** Real sockets unless given. */
  readonly transports?: Transports;
  /** The host's own notifications; none unless given: windows tell then. */
  readonly alertSink?: AlertSink;
  /** Sends alerts on; the real network unless given. */
  readonly fetch?: typeof fetch;
  /** The real disk unless given. */
  readonly openDatabase?: OpenDatabase;
}
