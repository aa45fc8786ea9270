import type { ConsoleLineKind } from '../../../shared/console.ts';

/** The first word as the wire writes it; what QuantDeck adds is in plain words. */
export const kindWords: Readonly<Record<ConsoleLineKind, string>> = {
  command: 'Sent',
  next: 'NEXT',
  ok: 'OK',
  error: 'ERRor',
  message: 'MESSage',
  ready: 'READy',
  unrecognised: 'Not known',
  opened: 'Connected',
  closed: 'Ended',
};
