import type { MachineSnapshot } from '../../../shared/machine.ts';
import { visibleText } from '../../format/visible-text.ts';

/** Where a machine is and what answers there, as short phrases for a head line. */
export function sessionFacts(snapshot: MachineSnapshot): readonly string[] {
  const { connection, settings } = snapshot;
  if (connection.kind !== 'ready')
    return [settings.kind === 'network' ? settings.address : 'Inside QuantDeck'];
  const { facts } = connection;
  const host = facts.host.includes(':') ? `[${facts.host}]` : facts.host;
  const transport = facts.transport.kind === 'tcp' ? 'plain TCP' : facts.transport.protocol;
  return [
    settings.kind === 'simulated' ? 'Inside QuantDeck' : `${host}:${facts.port} ${transport}`,
    visibleText(`${facts.product} firmware ${facts.version}`),
    `session ${facts.session}`,
  ];
}
