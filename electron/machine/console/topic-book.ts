import type { TopicFacts } from '../../../shared/console-extras.ts';
import type { Instant } from '../../../shared/units.ts';
import type { Clock } from '../../base/clock.ts';
import type { TopicMessage } from '../../scpi/message.ts';
import type { Session } from '../../scpi/session.ts';
import { panelTopics, subscribe, subscribeTo, unsubscribeFrom } from '../commands/subscription.ts';
import { FailureError } from '../failure-error.ts';
import type { Link } from '../link.ts';

interface Heard {
  readonly topic: string;
  count: number;
  /** Messages of the last seconds, by second. */
  readonly seconds: Map<number, number>;
  last: { readonly at: Instant; readonly text: string } | null;
}

const rateSeconds = 10;
const longestLast = 500;
/** A machine that makes topics up must not fill the memory. */
const mostTopics = 500;

export interface TopicBookOptions {
  readonly clock: Clock;
  readonly link: Link;
}

/** Which topics one machine publishes, how often, and which a person follows beside QuantDeck’s own. */
export class TopicBook {
  readonly #options: TopicBookOptions;
  readonly #heard = new Map<string, Heard>();
  /** By lower-case name, as the person wrote it. */
  readonly #chosen = new Map<string, string>();

  constructor(options: TopicBookOptions) {
    this.#options = options;
  }

  hear({ topic, body }: TopicMessage, at: Instant): void {
    const heard = this.#heardOf(topic);
    if (heard === null) return;
    heard.count++;
    const second = Math.floor(at / 1_000);
    heard.seconds.set(second, (heard.seconds.get(second) ?? 0) + 1);
    if (heard.seconds.size > rateSeconds + 2) forgetBefore(heard.seconds, second - rateSeconds - 1);
    heard.last = { at, text: body.raw.slice(0, longestLast) };
  }

  /** Every topic heard, chosen or QuantDeck’s own, by name. */
  facts(): readonly TopicFacts[] {
    for (const topic of [...panelTopics, ...this.#chosen.values()]) this.#heardOf(topic);
    // Whole seconds only: the one that is not over would count too little.
    const to = Math.floor(this.#options.clock.now() / 1_000);
    return [...this.#heard.values()]
      .map(({ topic, count, seconds, last }) => {
        const recent = [...seconds].filter(([second]) => second >= to - rateSeconds && second < to);
        const sum = recent.reduce((total, [, each]) => total + each, 0);
        return {
          topic,
          subscribed: this.#subscribed(topic),
          count,
          perSecond: sum / rateSeconds,
          last,
        };
      })
      .toSorted((a, b) => a.topic.localeCompare(b.topic, 'en'));
  }

  /** Follows a topic on this session and every later one. Rejects with an error that `explain` puts into words. */
  async choose(topic: string): Promise<void> {
    if (isPanelTopic(topic)) return;
    await this.#options.link.use(({ session }) => session.execute(subscribeTo([topic]).text));
    this.#chosen.set(topic.toLowerCase(), topic);
  }

  async drop(topic: string): Promise<void> {
    if (isPanelTopic(topic))
      throw new FailureError({
        kind: 'invalid-input',
        message: `QuantDeck needs the topic ${topic} itself, so it stays.`,
        remedy: 'Hide its messages with the filter instead.',
        detail: topic,
      });
    await this.#options.link.use(({ session }) => session.execute(unsubscribeFrom(topic).text));
    this.#chosen.delete(topic.toLowerCase());
  }

  /** Asks for the chosen topics on a new session, which knows none of them. Never rejects. */
  async chooseAgain(session: Session): Promise<void> {
    for (const topic of this.#chosen.values())
      await session.execute(subscribeTo([topic]).text).catch(() => {});
  }

  /** Asks for everything once more after subscriptions were changed by hand. Never rejects. */
  async restore(session: Session): Promise<void> {
    await session.execute(subscribe.text).catch(() => {});
    await this.chooseAgain(session);
  }

  #subscribed(topic: string): TopicFacts['subscribed'] {
    if (isPanelTopic(topic)) return 'panel';
    return this.#chosen.has(topic.toLowerCase()) ? 'chosen' : 'no';
  }

  #heardOf(topic: string): Heard | null {
    const key = topic.toLowerCase();
    const known = this.#heard.get(key);
    if (known !== undefined) return known;
    if (this.#heard.size >= mostTopics) return null;
    const heard: Heard = { topic, count: 0, seconds: new Map(), last: null };
    this.#heard.set(key, heard);
    return heard;
  }
}

function isPanelTopic(topic: string): boolean {
  return panelTopics.some((own) => own.toLowerCase() === topic.toLowerCase());
}

function forgetBefore(seconds: Map<number, number>, first: number): void {
  for (const second of seconds.keys()) if (second < first) seconds.delete(second);
}
