import { mkdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createVaultSecrets } from '../../../../electron/hosts/common/vault-secrets.ts';
import { Panel } from '../../../../electron/panel/panel.ts';
import { Simulator } from '../../../../electron/simulator/simulator.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { MachineNetwork } from '../../../support/machine-network.ts';

/*
 * A whole panel that follows a simulated run of 40 cycles, in a time of its own. The machine is the same one every time,
 * second for second: a program that is started later finds it as far as it would be. Says after each second how far it is.
 * Arguments: the data folder, and the second from which the panel is there.
 */

const [dataDirectory = '', fromSeconds = '0'] = process.argv.slice(2);
const runStartsAfterSeconds = 10;
const clock = new FakeClock();
const begins = clock.now();
const simulator = new Simulator({ clock, seed: 7 });

async function passSeconds(until: number, each: () => void): Promise<void> {
  while (clock.now() - begins < until * 1000) {
    await clock.advance(1_000);
    if (clock.now() - begins === runStartsAfterSeconds * 1000)
      simulator.startRun('Standard-PCR', 'Forty cycles');
    each();
  }
}

await passSeconds(Number(fromSeconds), () => {});
mkdirSync(dataDirectory, { recursive: true });
const machine = {
  kind: 'network',
  id: 'machine-1',
  name: 'Lab 2',
  address: 'machine.lab:7000',
  cap: 'Controller',
  mode: 'stay-connected',
  tls: {
    pinnedFingerprint: null,
    caFile: '',
    serverName: '',
    clientCertificateFile: '',
    clientKeyFile: '',
  },
};
writeFileSync(
  join(dataDirectory, 'machines.json'),
  JSON.stringify({ version: 1, machines: [machine] }),
);
const panel = new Panel({
  dataDirectory,
  host: 'browser',
  version: '0.0.0',
  clock,
  secrets: createVaultSecrets({ dataDirectory, clock, plainFile: null }),
  log: () => {},
  random: () => 0,
  transports: new MachineNetwork(simulator),
});
const say = (): void => {
  // Straight to the descriptor: what was said must not wait in a buffer that dies with the process.
  writeSync(1, `${(clock.now() - begins) / 1000}\n`);
};
await passSeconds(Math.max(Number(fromSeconds), runStartsAfterSeconds) + 1, say);
for (let second = (clock.now() - begins) / 1000; simulator.instrument.run !== null; )
  await passSeconds(++second, say);
await clock.advance(10_000);
await panel.leave(5);
simulator.dispose();
