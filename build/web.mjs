// `npm run web`: the panel in a browser window, whether or not the desktop app could run.
import { checkNode } from './lib/node-version.mjs';
import { main } from './lib/report.mjs';

await main(async () => {
  checkNode();
  const { ensurePackages } = await import('./lib/install.mjs');
  const { ensureBuilt } = await import('./lib/app-build.mjs');
  const { runBrowserHost } = await import('./lib/start-app.mjs');
  await ensurePackages();
  await ensureBuilt();
  return runBrowserHost(process.argv.slice(2));
});
