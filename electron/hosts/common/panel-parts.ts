import type { Clock } from '../../base/clock.ts';
import type { AlertSink } from '../../panel/alerts/alert-sink.ts';
import type { HostServices } from '../../panel/host-services.ts';
import type { PanelApi } from '../../panel/panel-api.ts';
import type { SecretStore } from '../../panel/secret-store.ts';

/** What a host gives to the panel it starts. */
export interface PanelParts {
  readonly dataDirectory: string;
  readonly clock: Clock;
  readonly secrets: SecretStore;
  readonly services: HostServices;
  readonly log: (text: string) => void;
  /** Tells alerts without a window; a host whose windows do it has none. */
  readonly alertSink?: AlertSink;
}

/** How a host gets its panel. Throws if the panel cannot be started at all. */
export type CreatePanel = (parts: PanelParts) => PanelApi;
