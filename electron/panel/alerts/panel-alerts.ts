import { type Alert, type AlertsState, alertWords } from '../../../shared/alert.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import type { MachineId } from '../../../shared/units.ts';
import type { WebhookChange } from '../../../shared/webhook-address.ts';
import type { Random } from '../../base/backoff.ts';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Journal } from '../../store/journal.ts';
import type { PreferenceFile } from '../preference-file.ts';
import type { SecretStore } from '../secret-store.ts';
import { AlertDesk } from './alert-desk.ts';
import type { AlertSink } from './alert-sink.ts';
import { Webhook } from './webhook.ts';
import type { Fetch } from './webhook-post.ts';
import { readWebhookSecret, webhookFacts, writeWebhookSecret } from './webhook-secret.ts';

export interface PanelAlertsOptions {
  readonly dataDirectory: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: SecretStore;
  readonly preferences: PreferenceFile;
  readonly journal: Pick<Journal, 'recordEvent'>;
  readonly snapshot: (id: MachineId) => MachineSnapshot | null;
  readonly sink: AlertSink | null;
  readonly fetch: Fetch;
  readonly onChange: () => void;
  readonly log: (text: string) => void;
}

/** Alerts of all machines, and the ways out of this workstation for them. */
export class PanelAlerts implements Disposable {
  readonly desk: AlertDesk;
  readonly webhook: Webhook;
  readonly #options: PanelAlertsOptions;

  constructor(options: PanelAlertsOptions) {
    this.#options = options;
    const { clock, random, secrets, preferences, fetch, log } = options;
    this.webhook = new Webhook({
      clock,
      random,
      fetch,
      log,
      onChange: options.onChange,
      target: () => {
        const { on, format } = preferences.current.alerts.webhook;
        const secret = on ? readWebhookSecret(secrets) : null;
        return secret && { ...secret, format };
      },
    });
    this.desk = new AlertDesk({
      ...options,
      preferences: () => preferences.current.alerts,
      pass: (alert) => this.#pass(alert),
    });
  }

  /** What starting found, in plain sentences for the person. */
  get problems(): readonly string[] {
    const { preferences, secrets } = this.#options;
    const forgotten = preferences.current.alerts.webhook.on && readWebhookSecret(secrets) === null;
    return forgotten
      ? [
          ...this.desk.problems,
          'Alerts are not sent on: their address is not known any more. Enter it again in the settings.',
        ]
      : this.desk.problems;
  }

  get state(): AlertsState {
    return {
      open: this.desk.open,
      webhook: webhookFacts(readWebhookSecret(this.#options.secrets), this.webhook.trouble),
    };
  }

  /** Throws with a plain sentence if the host cannot store the address. */
  setWebhook(change: WebhookChange): void {
    const secret = change.kind === 'set' ? { url: change.url, token: change.token || null } : null;
    writeWebhookSecret(this.#options.secrets, secret);
    this.webhook.forgetTrouble();
    this.#options.onChange();
  }

  dispose(): void {
    this.desk.dispose();
    this.webhook.dispose();
  }

  #pass(alert: Alert): void {
    const { journal, preferences } = this.#options;
    const { on, duringQuietHours } = preferences.current.alerts.webhook;
    if (on && alert.event.kind !== 'test' && (duringQuietHours || !alert.quiet))
      this.webhook.send(alert);
    if (alert.machineId === null) return;
    const { title, body } = alertWords({ ...alert, machineName: '' });
    journal.recordEvent({
      kind: 'alert',
      machineId: alert.machineId,
      machineName: alert.machineName,
      text: `${title.charAt(0).toUpperCase()}${title.slice(1)}: ${body}`,
      failure: null,
    });
  }
}
