import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { addMachine, expect, test } from './support/fixtures.ts';

/** Another program at the machine, which takes it for itself. */
async function takeExclusively(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'data');
  socket.write('1 ACC -stealth=False -exclusive=True Controller\n');
  await once(socket, 'data');
  return socket;
}

test('a wrong password is said with its remedy, and nothing is tried again by itself', async ({
  app,
  simulate,
}) => {
  const simulator = await simulate('--password', 'right', '--default-level', 'Guest');
  await app.page.getByRole('button', { name: 'Add machine' }).first().click();
  const dialog = app.page.getByRole('dialog', { name: 'Add machine' });
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('qpcr1');
  await dialog.getByRole('textbox', { name: 'Address', exact: true }).fill(simulator.address);
  await dialog.getByLabel('Password', { exact: true }).fill('wrong');
  await dialog.getByRole('button', { name: 'Add machine' }).click();
  const card = app.card('qpcr1');
  await expect(card.getByText(/refused the password/)).toBeVisible({ timeout: 15_000 });
  await expect(card.getByText(/Caps Lock/)).toBeVisible();
  // The password itself went nowhere: only its answer to the challenge did.
  expect(JSON.stringify(await simulator.received())).not.toContain('wrong');
});

test('a machine that allows only Observer says so when Controller is needed', async ({
  app,
  simulate,
}) => {
  const simulator = await simulate('--max-level', 'Observer');
  await addMachine(app, 'qpcr1', simulator.address);
  const card = app.card('qpcr1');
  await expect(card.getByText('Idle')).toBeVisible({ timeout: 15_000 });
  await card.getByRole('button', { name: 'Open drawer' }).click();
  await expect(card.getByText(/allows at most Observer without a password/)).toBeVisible();
  expect(await simulator.received()).not.toContain('OPEN');
});

test('a machine that another program took for itself says so', async ({ app, simulate }) => {
  const simulator = await simulate();
  const other = await takeExclusively(simulator.port);
  try {
    await addMachine(app, 'qpcr1', simulator.address);
    const card = app.card('qpcr1');
    await expect(card.getByText('Idle')).toBeVisible({ timeout: 15_000 });
    await card.getByRole('button', { name: 'Open drawer' }).click();
    await expect(card.getByText(/Another connection has taken this machine/)).toBeVisible();
    expect(await simulator.received()).not.toContain('OPEN');
  } finally {
    other.destroy();
  }
});

test('contact lost in the middle of an action leaves its outcome unknown, and it is not sent again', async ({
  app,
  simulate,
}) => {
  const simulator = await simulate();
  await addMachine(app, 'qpcr1', simulator.address);
  const card = app.card('qpcr1');
  await expect(card.getByText('Idle')).toBeVisible({ timeout: 15_000 });
  await card.getByRole('button', { name: 'Open drawer' }).click();
  await expect.poll(() => simulator.received()).toContain('OPEN');
  await simulator.control({ do: 'drop' });
  await expect(card.getByText(/Outcome unknown/i).first()).toBeVisible({ timeout: 15_000 });
  await expect(card.getByRole('button', { name: 'Close drawer' })).toBeVisible({ timeout: 20_000 });
  expect((await simulator.received()).filter((command) => command === 'OPEN')).toHaveLength(1);
});

test('a certificate seen for the first time is trusted by a person, and only then used', async ({
  app,
  simulate,
}) => {
  const simulator = await simulate('--tls-port', '0');
  await addMachine(app, 'qpcr1', `127.0.0.1:${simulator.tlsPort}`);
  const card = app.card('qpcr1');
  await expect(card.getByText(/certificate is not trusted/)).toBeVisible({ timeout: 15_000 });
  expect(await simulator.received()).toEqual([]);
  await card.getByRole('button', { name: /trust/i }).click();
  const dialog = app.page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Trust certificate', exact: true }).click();
  await expect(card.getByText('Idle')).toBeVisible({ timeout: 15_000 });
});
