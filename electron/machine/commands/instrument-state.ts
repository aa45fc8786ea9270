import type { InstrumentState } from '../../../shared/readings.ts';
import { command } from './command.ts';

/** What the machine is doing: `Idle`, `Running`, `Paused`, `Error`, or a word of its own, kept as it came. */
export const instrumentStateQuery = command<InstrumentState>('ISTAT?', 'a state', (body) => {
  const word = body.raw.trim();
  switch (word.toLowerCase()) {
    case '':
      return null;
    case 'idle':
      return { kind: 'idle' };
    case 'running':
      return { kind: 'running' };
    case 'paused':
      return { kind: 'paused' };
    case 'error':
      return { kind: 'error' };
    default:
      return { kind: 'other', word };
  }
});
