import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  _electron,
  type ElectronApplication,
  type Locator,
  type Page,
  test as base,
} from '@playwright/test';
import { findElectron } from '../../../build/lib/electron-runtime.mjs';
import { Program, repository } from './processes.ts';
import { SimulatorProgram } from './simulator-program.ts';

/** The app of one test: its window, and ways to end and start it again. */
export interface App {
  readonly page: Page;
  /** Ends the app as closing it does, and starts it again with the same data. */
  restart(): Promise<void>;
  /** The region of one machine on the overview. */
  card(name: string): Locator;
}

interface Fixtures {
  readonly dataDirectory: string;
  readonly app: App;
  /** Starts simulated machines that end with the test. */
  readonly simulate: (...options: readonly string[]) => Promise<SimulatorProgram>;
}

interface Started {
  readonly page: Page;
  end(): Promise<void>;
}

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the needed fixtures from this pattern
  dataDirectory: async ({}, provide) => {
    const directory = await mkdtemp(join(tmpdir(), 'quantdeck-e2e-'));
    await provide(directory);
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  },

  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the needed fixtures from this pattern
  simulate: async ({}, provide) => {
    const running: SimulatorProgram[] = [];
    await provide(async (...options) => {
      const simulator = await SimulatorProgram.start(...options);
      running.push(simulator);
      return simulator;
    });
    await Promise.all(running.map((simulator) => simulator.end()));
  },

  app: async ({ dataDirectory, context }, provide, info) => {
    const start = (): Promise<Started> =>
      info.project.name === 'electron'
        ? startElectron(dataDirectory)
        : startBrowserHost(dataDirectory, () => context.newPage());
    if (info.project.name === 'electron')
      info.skip(findElectron() === null, 'the Electron runtime is not installed');
    let started = await start();
    const app: App = {
      get page() {
        return started.page;
      },
      async restart() {
        await started.end();
        started = await start();
      },
      card: (name) => started.page.getByRole('article', { name, exact: true }),
    };
    await provide(app);
    await started.end();
  },
});

export { expect } from '@playwright/test';

async function startBrowserHost(data: string, newPage: () => Promise<Page>): Promise<Started> {
  const host = new Program(['out/host/host.js', '--port', '0', '--no-open', '--data', data]);
  const address = await host.line((line) => /^QuantDeck ready at (\S+)$/.exec(line)?.[1] ?? null);
  const page = await newPage();
  await page.goto(address);
  return {
    page,
    async end() {
      await page.close();
      await host.end();
    },
  };
}

async function startElectron(data: string): Promise<Started> {
  const app: ElectronApplication = await _electron.launch({
    args: [repository, `--data=${data}`],
  });
  return { page: await app.firstWindow(), end: () => app.close() };
}

/** Adds a machine through the dialog, as a person would. */
export async function addMachine(app: App, name: string, address: string): Promise<void> {
  await app.page.getByRole('button', { name: 'Add machine' }).first().click();
  const dialog = app.page.getByRole('dialog', { name: 'Add machine' });
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await dialog.getByRole('textbox', { name: 'Address', exact: true }).fill(address);
  await dialog.getByRole('button', { name: 'Add machine' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Presses a button once it is there and not locked: a machine that is still busy with another action locks it. */
export async function press(place: Locator, name: string, timeout = 20_000): Promise<void> {
  await place.getByRole('button', { name, disabled: false }).click({ timeout });
}
