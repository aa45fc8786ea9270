import { join } from 'node:path';
import { app, dialog } from 'electron';
import packageFacts from '../../../package.json' with { type: 'json' };
import { createPanel } from '../../panel/panel.ts';
import { exitCodes } from '../common/shutdown.ts';
import { runElectronHost } from './host.ts';

const built = join(import.meta.dirname, '..');

// Not awaited: Electron becomes ready only after this module has been evaluated.
runElectronHost({
  rendererDirectory: join(built, 'renderer'),
  preload: join(built, 'preload', 'preload.cjs'),
  createPanel: (parts) =>
    createPanel({ ...parts, host: 'electron', version: packageFacts.version }),
}).catch((failure: unknown) => {
  dialog.showErrorBox(
    'QuantDeck cannot start',
    failure instanceof Error ? failure.message : String(failure),
  );
  app.exit(exitCodes.failed);
});
