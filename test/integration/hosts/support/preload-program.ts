/* Runs the built preload script against the stand-in and uses what it exposes. Usage: node preload-program.ts BUILT_DIRECTORY */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { StandIn } from './electron-stand-in.ts';

const [, , built = ''] = process.argv;
const standIn = new StandIn({ first: true });
standIn.install();
createRequire(import.meta.url)(join(built, 'preload', 'preload.cjs'));

interface Exposed {
  readonly ask: (...values: unknown[]) => Promise<unknown>;
  readonly onEvent: (listener: (...values: unknown[]) => void) => () => void;
}
const api = standIn.exposed.get('quantdeck') as Exposed;
const heard: unknown[][] = [];
const answer = await api.ask('panel.view', {}, 'more', 'than asked');
const stop = api.onEvent((...values) => heard.push(values));
standIn.ipcRenderer.emit(
  'quantdeck:event',
  { sender: 'secret' },
  { event: 'notices', payload: [] },
);
standIn.ipcRenderer.emit('other', {}, { event: 'notices', payload: [] });
const returned = stop();
standIn.ipcRenderer.emit('quantdeck:event', {}, { event: 'late' });

process.stdout.write(
  `${JSON.stringify({
    globals: [...standIn.exposed.keys()],
    functions: Object.keys(api),
    invoked: standIn.invoked,
    answer,
    heard,
    returned: returned ?? null,
    listening: standIn.ipcRenderer.listenerCount('quantdeck:event'),
  })}\n`,
);
