import type { ActionKind, MachineAction } from '../../shared/action.ts';
import { perform, snapshotOf, wireOf } from './support/ask.ts';
import { addMachine, type App, expect, test } from './support/fixtures.ts';
import { recordShown } from './support/record-shown.ts';
import type { SimulatorProgram } from './support/simulator-program.ts';

/*
 * The interlock table of docs/safety.md, cell by cell, driven from inside the real window against what the machine received:
 * a refused action never arrives whatever the window claims, and one to be confirmed arrives only after it was.
 */
type Cell = 'allow' | 'confirm' | 'refuse';
type State = 'idle' | 'active' | 'paused' | 'stale';

const table: Readonly<Record<ActionKind, Readonly<Record<State, Cell>>>> = {
  'open-drawer': { idle: 'allow', active: 'confirm', paused: 'confirm', stale: 'confirm' },
  'close-drawer': { idle: 'allow', active: 'allow', paused: 'allow', stale: 'confirm' },
  'lower-cover': { idle: 'allow', active: 'allow', paused: 'allow', stale: 'confirm' },
  'power-on': { idle: 'allow', active: 'allow', paused: 'allow', stale: 'allow' },
  'power-off': { idle: 'allow', active: 'refuse', paused: 'refuse', stale: 'confirm' },
  'block-on': { idle: 'allow', active: 'refuse', paused: 'refuse', stale: 'refuse' },
  'block-off': { idle: 'allow', active: 'refuse', paused: 'refuse', stale: 'refuse' },
  pause: { idle: 'refuse', active: 'allow', paused: 'refuse', stale: 'confirm' },
  resume: { idle: 'refuse', active: 'refuse', paused: 'allow', stale: 'confirm' },
  'stop-after-cycle': { idle: 'refuse', active: 'confirm', paused: 'confirm', stale: 'confirm' },
  abort: { idle: 'refuse', active: 'confirm', paused: 'confirm', stale: 'confirm' },
  'restart-software': { idle: 'confirm', active: 'confirm', paused: 'confirm', stale: 'confirm' },
};

/** Actions whose success ends the state they were judged in: the next needs another machine. */
const ending: readonly ActionKind[] = [
  'pause',
  'resume',
  'stop-after-cycle',
  'abort',
  'restart-software',
];
/** In an order in which each can succeed: the drawer is opened before it is closed. */
const kinds = [
  'power-off',
  'power-on',
  'block-on',
  'block-off',
  'open-drawer',
  'close-drawer',
  'lower-cover',
  ...ending,
] as const;

function actionOf(kind: ActionKind): MachineAction {
  return kind === 'block-on' ? { kind, target: 40 } : { kind };
}

async function arrived(simulator: SimulatorProgram, kind: ActionKind): Promise<number> {
  return (await simulator.received()).filter((command) => wireOf[kind].test(command)).length;
}

/** Brings a fresh machine into a state and waits until the panel knows. */
async function machineIn(
  app: App,
  state: State,
  name: string,
  simulate: (...options: readonly string[]) => Promise<SimulatorProgram>,
): Promise<SimulatorProgram> {
  const simulator = await simulate('--speed', '2');
  if (state !== 'idle')
    await simulator.control({ do: 'start-run', protocol: 'Standard-PCR', title: 'Plate 1' });
  await addMachine(app, name, simulator.address);
  const kind = async () => (await snapshotOf(app.page, name)).run.kind;
  await expect.poll(kind, { timeout: 15_000 }).toBe(state === 'idle' ? 'none' : 'active');
  if (state === 'paused') {
    await perform(app.page, await snapshotOf(app.page, name), { kind: 'pause' }, 'to nothing');
    await expect.poll(kind, { timeout: 15_000 }).toBe('paused');
  }
  if (state === 'stale') {
    await simulator.control({ do: 'silence' });
    await expect
      .poll(async () => (await snapshotOf(app.page, name)).interlocks.pause.kind, {
        timeout: 20_000,
      })
      .toBe('confirm');
  }
  return simulator;
}

for (const state of ['idle', 'active', 'paused'] as const) {
  test(`with the machine ${state}, every action is allowed, confirmed or refused as the table says`, async ({
    app,
    simulate,
  }) => {
    test.setTimeout(120_000);
    let name = 'qpcr0';
    let simulator = await machineIn(app, state, name, simulate);
    let spent = false;
    for (const [index, kind] of kinds.entries()) {
      const cell = table[kind][state];
      if (spent) {
        name = `qpcr${index + 1}`;
        simulator = await machineIn(app, state, name, simulate);
      }
      spent = cell !== 'refuse' && ending.includes(kind);
      const before = await arrived(simulator, kind);
      const machine = await snapshotOf(app.page, name);
      expect(machine.interlocks[kind].kind, `${kind} is shown`).toBe(cell);
      if (cell !== 'allow') {
        const unasked = await perform(app.page, machine, actionOf(kind), 'to nothing');
        expect(unasked.state.kind, `${kind} without agreeing`).toBe('not-sent');
        expect(await arrived(simulator, kind), `${kind} without agreeing`).toBe(before);
      }
      const asked = await perform(
        app.page,
        await snapshotOf(app.page, name),
        actionOf(kind),
        'to everything',
      );
      expect(asked.state.kind, `${kind} agreed to`).toBe(
        cell === 'refuse' ? 'not-sent' : 'confirmed',
      );
      // A restart drops the connection, and the level with it: there is nothing to give back, and no more to read of it.
      if (kind === 'restart-software') continue;
      const received = await simulator.received();
      const levels = received.filter((command) => command.startsWith('ACC '));
      // At rest it is Observer, so there may be nothing to take back at all.
      expect(levels.at(-1) ?? 'Observer', `level after ${kind}`).toMatch(/Observer$/);
      expect(await arrived(simulator, kind), `${kind} agreed to`).toBe(
        cell === 'refuse' ? before : before + 1,
      );
    }
  });
}

test('while the machine is silent, nothing is sent without a confirmation, and the block is left alone', async ({
  app,
  simulate,
}) => {
  test.setTimeout(60_000);
  const simulator = await machineIn(app, 'stale', 'qpcr1', simulate);
  for (const kind of kinds) {
    const machine = await snapshotOf(app.page, 'qpcr1');
    const cell = table[kind].stale;
    expect(machine.interlocks[kind].kind, `${kind} is shown`).toBe(cell);
    if (cell === 'allow') continue;
    const unasked = await perform(app.page, machine, actionOf(kind), 'to nothing');
    expect(unasked.state.kind, kind).toBe('not-sent');
    if (cell === 'refuse') {
      const asked = await perform(app.page, machine, actionOf(kind), 'to everything');
      expect(asked.state.kind, kind).toBe('not-sent');
    }
  }
  for (const kind of kinds) expect(await arrived(simulator, kind), kind).toBe(0);
});

test('while it is imaging, the drawer stays shut whatever the window claims', async ({
  app,
  simulate,
}) => {
  test.setTimeout(90_000);
  const simulator = await simulate('--speed', '2');
  await simulator.control({ do: 'start-run', protocol: 'Demo', title: 'Plate 1' });
  await addMachine(app, 'qpcr1', simulator.address);
  const acquiring = await recordShown(app.card('qpcr1'), /^Acquiring$/);
  // An acquisition lasts two seconds here: what it was refused for is asked of the very snapshot that shows it.
  await expect
    .poll(
      async () => {
        const machine = await snapshotOf(app.page, 'qpcr1');
        if (machine.interlocks['open-drawer'].kind !== 'refuse') return 'not imaging yet';
        const asked = await perform(app.page, machine, { kind: 'open-drawer' }, 'to everything');
        return asked.state.kind === 'not-sent' ? asked.state.failure.kind : asked.state.kind;
      },
      { timeout: 60_000, intervals: [200] },
    )
    .toBe('interlock');
  await expect.poll(acquiring).toEqual(['Acquiring']);
  expect(await arrived(simulator, 'open-drawer')).toBe(0);
});

test('a drawer that is refused while imaging opens after the image, once it was asked again', async ({
  app,
  simulate,
}) => {
  test.setTimeout(150_000);
  const simulator = await simulate();
  await simulator.control({ do: 'start-run', protocol: 'Demo', title: 'Plate 1' });
  await addMachine(app, 'qpcr1', simulator.address);
  const card = app.card('qpcr1');
  await expect(card.getByText('Acquiring', { exact: true })).toBeVisible({ timeout: 90_000 });
  await card.getByRole('button', { name: 'Open drawer' }).click();
  const dialog = app.page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Wait for this image' }).click();
  await expect(dialog.getByText('Nothing is sent by itself.')).toBeVisible();

  const name = dialog.getByRole('textbox', { name: 'Type qpcr1 to continue' });
  await name.fill('qpcr1', { timeout: 30_000 });
  expect(await arrived(simulator, 'open-drawer')).toBe(0);
  await dialog.getByRole('button', { name: 'Open drawer' }).click();
  await expect.poll(() => arrived(simulator, 'open-drawer'), { timeout: 30_000 }).toBe(1);
});
