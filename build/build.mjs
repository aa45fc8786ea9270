// `npm run build`: the four bundles, whether or not they are out of date.
import { checkNode } from './lib/node-version.mjs';
import { Trouble, main } from './lib/report.mjs';

await main(async () => {
  checkNode();
  const { ensurePackages } = await import('./lib/install.mjs');
  const { buildApp } = await import('./lib/app-build.mjs');
  await ensurePackages();
  const { ok, output } = await buildApp();
  process.stderr.write(output);
  if (!ok) throw new Trouble('QuantDeck could not be built; the reason is above.');
  return 0;
});
