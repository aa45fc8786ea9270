// `npm start`: from a fresh clone to a window. Only what any Node can read may be imported before its version is checked.
import { checkNode } from './lib/node-version.mjs';
import { main } from './lib/report.mjs';

await main(async () => {
  checkNode();
  const { startApp } = await import('./lib/start-app.mjs');
  return startApp(process.argv.slice(2));
});
