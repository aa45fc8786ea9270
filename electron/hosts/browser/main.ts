import { join } from 'node:path';
import packageFacts from '../../../package.json' with { type: 'json' };
import { createPanel } from '../../panel/panel.ts';
import { runBrowserHost } from './run.ts';

await runBrowserHost({
  words: process.argv.slice(2),
  rendererDirectory: join(import.meta.dirname, '..', 'renderer'),
  createPanel: (parts) => createPanel({ ...parts, host: 'browser', version: packageFacts.version }),
});
