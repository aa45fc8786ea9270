import { order } from './command.ts';

/** Topics the panel follows, with the machine's own time on each message (instrument protocol, section 7). */
export const subscribe = order('SUBS -timestamp Temperature Time Run LEDStatus System');
