import { type AccessLevel, readAccessLevel } from '../../shared/access-level.ts';
import type { Temperatures } from '../../shared/readings.ts';
import type { Celsius, SessionId } from '../../shared/units.ts';
import type { TopicMessage } from '../scpi/message.ts';
import { findOption, keyValuePairs, list, optionText } from '../scpi/value.ts';
import { type RunEvent, readNumber, readRunEvent } from './run-topic.ts';

/** One published message, understood (instrument protocol, section 7). */
export type TopicReading =
  | { readonly kind: 'temperature'; readonly temperatures: Temperatures }
  | { readonly kind: 'lamp'; readonly temperature: Celsius }
  | {
      readonly kind: 'time';
      readonly elapsedSeconds: number;
      readonly remainingSeconds: number | null;
    }
  | { readonly kind: 'run'; readonly event: RunEvent }
  | {
      readonly kind: 'access';
      readonly session: SessionId;
      readonly level: AccessLevel;
      readonly exclusive: boolean;
    }
  /** A topic or a shape not known here: nothing is lost, the transcript has it. */
  | { readonly kind: 'other' };

const other: TopicReading = { kind: 'other' };

/** Reads a published message. Never fails: what is not understood is `other`. */
export function readTopic({ topic, body }: TopicMessage): TopicReading {
  switch (topic.toLowerCase()) {
    case 'temperature': {
      const zones = (key: string): readonly Celsius[] | null => {
        const value = findOption(body.options, key)?.value;
        const numbers = value ? list(value).map(readNumber) : [];
        return numbers.length === 0 || numbers.includes(null) ? null : (numbers as Celsius[]);
      };
      const sample = zones('sample');
      const block = zones('block');
      const cover = readNumber(optionText(body.options, 'cover')) as Celsius | null;
      if (sample === null || block === null || cover === null) return other;
      const heatsink = readNumber(optionText(body.options, 'heatsink')) as Celsius | null;
      return { kind: 'temperature', temperatures: { sample, block, cover, heatsink } };
    }
    case 'ledstatus': {
      const temperature = readNumber(keyValuePairs(body).get('Temperature') ?? null);
      return temperature === null ? other : { kind: 'lamp', temperature: temperature as Celsius };
    }
    case 'time': {
      const elapsedSeconds = readNumber(optionText(body.options, 'elapsed'));
      if (elapsedSeconds === null) return other;
      const remainingSeconds = readNumber(optionText(body.options, 'remaining'));
      return { kind: 'time', elapsedSeconds, remainingSeconds };
    }
    case 'run':
      return { kind: 'run', event: readRunEvent(body) };
    case 'system': {
      if (body.args[0]?.text.toLowerCase() !== 'access') return other;
      const session = optionText(body.options, 'sessionid');
      const level = readAccessLevel(optionText(body.options, 'level') ?? '');
      if (session === null || level === null) return other;
      const exclusive = /^true$/i.test(optionText(body.options, 'exclusive') ?? '');
      return { kind: 'access', session: session as SessionId, level, exclusive };
    }
    default:
      return other;
  }
}
