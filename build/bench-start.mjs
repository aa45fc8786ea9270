// `npm run bench:start`: how long a cold start takes until the first machine's card can be used, in the browser host.
import { checkNode } from './lib/node-version.mjs';
import { main } from './lib/report.mjs';

await main(async () => {
  checkNode();
  const { ensurePackages } = await import('./lib/install.mjs');
  const { ensureBuilt } = await import('./lib/app-build.mjs');
  const { ensureTestBrowser } = await import('./lib/test-browser.mjs');
  const { projectEnvironment, projectNode } = await import('./lib/project-node.mjs');
  const { run } = await import('./lib/run.mjs');
  const { at } = await import('./lib/paths.mjs');
  const { Trouble } = await import('./lib/report.mjs');
  await ensurePackages();
  await ensureBuilt();
  const browser = await ensureTestBrowser();
  if ('problem' in browser) throw new Trouble(browser.problem);
  // In a process of its own, because Playwright needs a newer Node than these scripts may run on.
  const node = await projectNode();
  const { code } = await run(
    node,
    [at('build', 'lib', 'measure-start.mjs'), browser.path, ...process.argv.slice(2)],
    { output: 'inherit', env: projectEnvironment(node) },
  );
  return code;
});
