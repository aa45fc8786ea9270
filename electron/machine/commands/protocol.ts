import type { Protocol } from '../../../shared/protocol.ts';
import { type ProtocolFacts, readProtocol } from '../protocol-tree.ts';
import { readNumber } from '../run-topic.ts';
import { command, type InstrumentCommand } from './command.ts';

/**
 * The name, sample volume (µL) and mode of the run that is on (instrument protocol, section 6). The machine answers
 * with an error when no run is.
 */
export const protocolFactsQuery = command<ProtocolFacts>(
  'RET ${Protocol} ${SampleVolume} ${RunMode}',
  'a name, a volume and a run mode',
  (body) => {
    if (body.args.length !== 3) return null;
    const [name, volume, mode] = body.args.map(({ text }) => said(text));
    return {
      name: name ?? null,
      sampleVolume: readNumber(volume ?? null),
      runMode: mode ?? null,
    };
  },
);

/** The protocol of the run that is on (instrument protocol, sections 6 and 8); `facts` are put into it. */
export const protocolQuery = (facts?: ProtocolFacts): InstrumentCommand<Protocol> =>
  command<Protocol>('PROT? ${Protocol}', 'a protocol', (body) => {
    const [first] = body.args;
    const text = body.args.length === 1 && first !== undefined ? first.text : body.raw;
    const reading = readProtocol(text, facts);
    return reading.kind === 'protocol' ? reading.protocol : null;
  });

/** `-` is the machine's way to say that there is none. */
function said(text: string): string | null {
  return text === '' || text === '-' ? null : text;
}
