import type { Page } from '@playwright/test';
import type { MachineId } from '../../../shared/units.ts';
import { ask, perform, snapshotOf } from './ask.ts';
import { type App, expect } from './fixtures.ts';
import type { SimulatorProgram } from './simulator-program.ts';

type Simulate = (...options: readonly string[]) => Promise<SimulatorProgram>;

/** Adds a machine without the dialog, for tests that are about something else. */
export async function haveMachine(page: Page, name: string, address: string): Promise<MachineId> {
  const answer = await ask(page, 'machines.add', {
    draft: {
      name,
      address,
      cap: 'Controller',
      mode: 'stay-connected',
      tls: {
        pinnedFingerprint: null,
        caFile: '',
        serverName: '',
        clientCertificateFile: '',
        clientKeyFile: '',
      },
    },
    password: { kind: 'keep' },
  });
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value;
}

/** A lab with a machine in every state that stays: running, paused, aborted, silent, unreachable, disconnected, idle. */
export async function haveLab(app: App, simulate: Simulate): Promise<void> {
  const { page } = app;
  const [running, paused, aborted, silent] = await Promise.all([
    simulate('--run'),
    simulate('--run'),
    simulate('--run'),
    simulate(),
  ]);
  await haveMachine(page, 'running', running.address);
  await haveMachine(page, 'paused', paused.address);
  await haveMachine(page, 'aborted', aborted.address);
  await haveMachine(page, 'silent', silent.address);
  await haveMachine(page, 'nowhere', '127.0.0.1:1');
  const off = await haveMachine(page, 'disconnected', silent.address);
  for (const name of ['running', 'paused', 'aborted'])
    await expect(app.card(name).getByText('Running', { exact: true })).toBeVisible({
      timeout: 20_000,
    });
  await perform(page, await snapshotOf(page, 'paused'), { kind: 'pause' }, 'to nothing');
  await perform(page, await snapshotOf(page, 'aborted'), { kind: 'abort' }, 'to everything');
  await expect(app.card('silent').getByText('Idle', { exact: true })).toBeVisible();
  await ask(page, 'connection.disconnect', { machineId: off });
  await silent.control({ do: 'silence' });
  await expect(app.card('paused').getByText('Paused', { exact: true })).toBeVisible();
  await expect(app.card('aborted').getByText('Aborted', { exact: true })).toBeVisible({
    timeout: 30_000,
  });
  await expect(app.card('nowhere').getByText(/no QuantStudio/)).toBeVisible();
  await expect(app.card('silent').getByText(/stale/i).first()).toBeVisible({ timeout: 20_000 });
}

/** Opens a place of the window by its address, and waits for what it shows. */
export async function show(page: Page, hash: string, heading?: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.evaluate((to) => {
    window.location.hash = to;
  }, hash);
  if (heading !== undefined)
    await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
}
