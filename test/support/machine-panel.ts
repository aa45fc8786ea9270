import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Disposable } from '../../electron/base/disposable.ts';
import { createVaultSecrets } from '../../electron/hosts/common/vault-secrets.ts';
import { Panel } from '../../electron/panel/panel.ts';
import type { SecretStore } from '../../electron/panel/secret-store.ts';
import { Simulator, type SimulatorOptions } from '../../electron/simulator/simulator.ts';
import type {
  Ask,
  PanelEvent,
  RequestAnswer,
  RequestInput,
  RequestName,
} from '../../shared/contract.ts';
import type { MachineSettings } from '../../shared/machine-settings.ts';
import type { MachineId } from '../../shared/units.ts';
import { FakeClock, settle } from './fake-clock.ts';
import { networkSettings } from './machine-bench.ts';
import { MachineNetwork, type Peer } from './machine-network.ts';

export interface PanelBenchOptions {
  readonly simulator?: Omit<SimulatorOptions, 'clock'>;
  /** What `machines.json` holds at the start: machines, or any text; null for none, as at the very first start. */
  readonly list?: readonly MachineSettings[] | string | null;
  readonly secrets?: SecretStore;
  readonly directory?: string;
  /** Answers instead of the simulator, and ends with the bench. */
  readonly peerOf?: (clock: FakeClock) => Peer & Disposable;
}

/** A whole `Panel` against one simulator, with its data in a folder of its own. */
export interface PanelBench {
  readonly clock: FakeClock;
  readonly simulator: Simulator;
  readonly network: MachineNetwork;
  readonly panel: Panel;
  readonly secrets: SecretStore;
  readonly directory: string;
  readonly events: { readonly at: number; readonly event: PanelEvent }[];
  readonly logged: string[];
  readonly ask: Ask;
  /** Leaves, and fails on a timer or a connection that is left. */
  readonly end: () => Promise<void>;
}

/** Passwords as a browser window keeps them; a passphrase costs next to nothing. */
export function vaultSecrets(
  dataDirectory: string,
  clock: FakeClock = new FakeClock(),
): SecretStore {
  const keyCost = { cost: 16, blockSize: 8, parallelization: 1 };
  return createVaultSecrets({ dataDirectory, clock, plainFile: null, keyCost });
}

export function panelMachine(
  id: string,
  change: Parameters<typeof networkSettings>[0] = {},
): MachineSettings {
  return { ...networkSettings({ id: id as MachineId }), ...change };
}

export function newDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'quantdeck-panel-'));
}

export function createPanelBench(options: PanelBenchOptions = {}): PanelBench {
  const clock = new FakeClock();
  const simulator = new Simulator({ clock, ...options.simulator });
  const peer = options.peerOf?.(clock);
  const network = new MachineNetwork(peer ?? simulator);
  const directory = options.directory ?? newDirectory();
  const secrets = options.secrets ?? vaultSecrets(directory, clock);
  const { list = [panelMachine('machine-1')] } = options;
  if (list !== null && options.directory === undefined)
    writeFileSync(
      join(directory, 'machines.json'),
      typeof list === 'string' ? list : JSON.stringify({ version: 1, machines: list }),
    );
  const logged: string[] = [];
  const panel = new Panel({
    dataDirectory: directory,
    host: 'browser',
    version: '0.0.0',
    clock,
    secrets,
    pinCost: { cost: 16, blockSize: 8, parallelization: 1 },
    log: (text) => logged.push(text),
    random: () => 0,
    transports: network,
  });
  const events: { at: number; event: PanelEvent }[] = [];
  panel.onEvent((event) => events.push({ at: clock.now(), event }));
  return {
    clock,
    simulator,
    network,
    panel,
    secrets,
    directory,
    events,
    logged,
    ask: <Name extends RequestName>(name: Name, input: RequestInput<Name>) =>
      panel.handle(name, input) as Promise<RequestAnswer<Name>>,
    async end() {
      simulator.setSilent(false);
      await panel.leave(5);
      simulator.dispose();
      peer?.dispose();
      await settle();
      if (options.directory === undefined) rmSync(directory, { recursive: true, force: true });
      expect({ timers: clock.pending, connections: network.openCount }).toEqual({
        timers: 0,
        connections: 0,
      });
    },
  };
}
