/*
 * Runs the built desktop app against the stand-in through a run on the practice machine, with its window closed, and prints what tray,
 * taskbar and notifications were told as one line of JSON. Usage: node attention-program.ts BUILT_DIRECTORY --data DIRECTORY
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PanelView } from '../../../../shared/contract.ts';
import type { Result } from '../../../../shared/failure.ts';
import { StandIn } from './electron-stand-in.ts';

const [, , built = ''] = process.argv;
const standIn = new StandIn({ first: true });
standIn.install();

/** Lets everything that was started settle until `done` holds; the test's own time limit is the bound. */
async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setImmediate(resolve));
}

await import(pathToFileURL(join(built, 'main', 'main.js')).href);
await until(() => standIn.calls.some((call) => call.startsWith('loadURL')));
const [window] = standIn.windows;
if (window === undefined) throw new Error('no window');
const contents = window.webContents;
contents.emit('did-finish-load');

const handler = standIn.handlers.get('quantdeck:ask') as unknown as (
  event: unknown,
  name: string,
  input: unknown,
) => Promise<Result<never>>;
const ask = async <T>(name: string, input: unknown): Promise<T> => {
  const answer = await handler({ sender: contents, senderFrame: contents.mainFrame }, name, input);
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value;
};
const menu = (): readonly string[] => standIn.trayMenu.map(({ label }) => label ?? '—');
const press = (label: string): void =>
  standIn.trayMenu.find((item) => item.label?.startsWith(label))?.click?.();
const close = (): boolean => {
  let prevented = false;
  window.emit('close', {
    get defaultPrevented() {
      return prevented;
    },
    preventDefault: () => (prevented = true),
  });
  return prevented;
};
const texts = (): unknown =>
  standIn.notifications.map(({ options: { title, body } }) => ({ title, body }));
const shown = (): unknown[] =>
  contents.sent.map(([, event]) => event).filter((event) => isShowMachine(event));

function isShowMachine(event: unknown): boolean {
  return (event as { event?: string }).event === 'show-machine';
}

const report: Record<string, unknown> = {};
await until(() => menu()[0] === 'Practice machine: Idle');
report['idleMenu'] = menu();
close();
report['closedIdle'] = standIn.calls.at(-1);

const view = await ask<PanelView>('panel.view', {});
const machineId = view.machines[0]?.id;
await ask('practice.startRun', { machineId });
await until(() => menu()[0]?.startsWith('Practice machine: Running') === true);
report['runningMenu'] = menu();
report['closedRunning'] = [close(), close()];
report['hidden'] = standIn.calls.filter((call) => call === 'hide').length;
report['explained'] = texts();
await until(() => standIn.desktop.some((line) => /^progress (normal|indeterminate)/.test(line)));

await ask('alerts.test', {});
await until(() => standIn.desktop.includes('badge 1'));
report['afterTest'] = texts();
standIn.notifications.at(-1)?.emit('click');
press('Practice machine');
report['forward'] = standIn.calls.slice(-6);
report['shown'] = shown();
report['machineId'] = machineId;

press('Quit QuantDeck');
report['quit'] = standIn.calls.at(-1);
let held = false;
standIn.app.emit('before-quit', { preventDefault: () => (held = true) });
report['held'] = held;
await until(() => standIn.calls.some((call) => call.startsWith('exit')));
report['end'] = [standIn.desktop.at(-1), standIn.calls.at(-1)];
// No process.exit: the process ends by itself only if the app left nothing open.
process.stdout.write(`${JSON.stringify(report)}\n`);
