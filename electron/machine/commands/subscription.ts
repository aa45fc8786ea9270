import { buildCommand } from '../../../shared/command-text.ts';
import { type InstrumentCommand, order } from './command.ts';

/** Topics that QuantDeck itself follows on every machine. */
export const panelTopics = ['Temperature', 'Time', 'Run', 'LEDStatus', 'System'] as const;

/** Asks for topics, with the machine's own time on each message (instrument protocol, section 7). */
export function subscribeTo(topics: readonly string[]): InstrumentCommand<undefined> {
  return order(buildCommand('SUBS', { options: [['timestamp', null]], args: topics }));
}

export function unsubscribeFrom(topic: string): InstrumentCommand<undefined> {
  return order(buildCommand('UNS', { args: [topic] }));
}

export const subscribe = subscribeTo(panelTopics);
