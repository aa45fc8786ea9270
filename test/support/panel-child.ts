/*
 * A panel in a process of its own, for tests that kill it. Arguments: data directory, machine id.
 * Says `ready` when the machine is; each line on standard input is an action to perform as JSON; says every state it reaches.
 */
import { createInterface } from 'node:readline';
import { systemClock } from '../../electron/base/clock.ts';
import { createVaultSecrets } from '../../electron/hosts/common/vault-secrets.ts';
import { Panel } from '../../electron/panel/panel.ts';
import { machineActionSchema } from '../../shared/action.ts';
import type { MachineId } from '../../shared/units.ts';

const [dataDirectory = '', id = ''] = process.argv.slice(2);
const machineId = id as MachineId;
const say = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

const panel = new Panel({
  dataDirectory,
  host: 'browser',
  version: 'test',
  clock: systemClock,
  secrets: createVaultSecrets({ dataDirectory, clock: systemClock, plainFile: null }),
  log: () => {},
});
const machine = panel.machine(machineId);
if (machine === null) throw new Error('the machine is not in the list');

machine.onAction(({ state }) => say({ state: state.kind }));
const readiness = machine.onChange(() => {
  const { connection, run } = machine.snapshot();
  if (connection.kind !== 'ready' || run.kind === 'unknown') return;
  readiness.dispose();
  say({ ready: true });
});

createInterface({ input: process.stdin }).on('line', (line) => {
  void machine.perform(machineActionSchema.parse(JSON.parse(line)), null);
});
