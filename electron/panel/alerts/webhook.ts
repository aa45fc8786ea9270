import type { Alert } from '../../../shared/alert.ts';
import { type Failure, fail, type Result, succeed } from '../../../shared/failure.ts';
import type { AlertId } from '../../../shared/alert.ts';
import { backoffMilliseconds, type Random } from '../../base/backoff.ts';
import type { Clock } from '../../base/clock.ts';
import { type Disposable, toDisposable } from '../../base/disposable.ts';
import { webhookMessage, type WebhookTarget } from './webhook-message.ts';
import { type Fetch, post } from './webhook-post.ts';

export interface WebhookOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly fetch: Fetch;
  /** Where alerts go now; null while they go nowhere. */
  readonly target: () => WebhookTarget | null;
  /** The trouble changed. */
  readonly onChange: () => void;
  readonly log: (text: string) => void;
}

/** Alerts that wait for the receiver; of more, the oldest are given up. */
export const mostQueued = 50;
/** Tries for one alert, a few minutes in all. */
export const mostTries = 8;

/**
 * Sends alerts on, one after the other, each until it was taken, refused or tried often enough. Works beside everything else: nobody
 * waits for it, and nothing it meets goes further than the log, which names the host only.
 */
export class Webhook implements Disposable {
  readonly #options: WebhookOptions;
  readonly #ending = new AbortController();
  #queue: readonly Alert[] = [];
  #tries = 0;
  #busy = false;
  #trouble: Failure | null = null;
  #pause: Disposable = toDisposable(() => {});

  constructor(options: WebhookOptions) {
    this.#options = options;
  }

  /** Why the last alert was given up; null if it got there. */
  get trouble(): Failure | null {
    return this.#trouble;
  }

  /** Another address has its own. */
  forgetTrouble(): void {
    this.#trouble = null;
  }

  send(alert: Alert): void {
    if (this.#ending.signal.aborted || this.#options.target() === null) return;
    const queue = [...this.#queue, alert];
    // The first is on its way.
    const surplus = queue.length - mostQueued;
    if (surplus > 0) this.#options.log(`${surplus} alert was given up: too many wait to be sent.`);
    this.#queue = surplus > 0 ? queue.toSpliced(1, surplus) : queue;
    if (!this.#busy) void this.#next();
  }

  /** Sends a test at once and only once, and says in words how it went. */
  async test(): Promise<Result<string>> {
    const target = this.#options.target();
    if (target === null) return fail(noAddress);
    const at = this.#options.clock.now();
    const alert: Alert = {
      id: `test.${at}` as AlertId,
      machineId: null,
      machineName: '',
      at,
      event: { kind: 'test' },
      quiet: false,
    };
    const outcome = await this.#post(alert, target);
    return outcome.kind === 'delivered'
      ? succeed(`${new URL(target.url).host} took the test alert (HTTP ${outcome.status}).`)
      : fail(outcome.failure);
  }

  /** Gives up what is on its way and what waits. */
  dispose(): void {
    if (this.#ending.signal.aborted) return;
    this.#ending.abort();
    this.#pause.dispose();
    if (this.#queue.length > 0)
      this.#options.log(`${this.#queue.length} alert(s) were not sent on: QuantDeck is closing.`);
    this.#queue = [];
  }

  async #next(): Promise<void> {
    const [alert] = this.#queue;
    const target = this.#options.target();
    if (alert === undefined || target === null) {
      this.#queue = [];
      this.#tries = 0;
      this.#busy = false;
      return;
    }
    this.#busy = true;
    this.#tries += 1;
    const outcome = await this.#post(alert, target);
    if (this.#ending.signal.aborted) return;
    const { log, clock, random } = this.#options;
    const { host } = new URL(target.url);
    if (outcome.kind === 'failed' && outcome.retry && this.#tries < mostTries) {
      log(`An alert was not taken by ${host} (${shortReason(outcome.failure)}); trying again.`);
      const wait = backoffMilliseconds(this.#tries, random);
      this.#pause = clock.after(wait, () => void this.#next());
      return;
    }
    log(
      outcome.kind === 'delivered'
        ? `An alert was sent to ${host}.`
        : `An alert was not taken by ${host} (${shortReason(outcome.failure)}) and is given up.`,
    );
    this.#tries = 0;
    this.#trouble = outcome.kind === 'failed' ? outcome.failure : null;
    this.#options.onChange();
    this.#queue = this.#queue.slice(1);
    void this.#next();
  }

  #post(alert: Alert, target: WebhookTarget): ReturnType<typeof post> {
    const { fetch, clock } = this.#options;
    const { signal } = this.#ending;
    return post(webhookMessage(alert, target), { fetch, clock, signal });
  }
}

/** Without the receiver's own words: they are not QuantDeck's to keep. */
function shortReason({ kind, detail }: Failure): string {
  return /^HTTP \d+/.exec(detail)?.[0] ?? kind;
}

const noAddress: Failure = {
  kind: 'invalid-input',
  message: 'No address to send alerts to is set.',
  remedy: 'Enter the address first.',
  detail: '',
};
