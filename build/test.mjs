// `npm test`: everything, from a fresh clone. Its last line is the summary.
import { checkNode } from './lib/node-version.mjs';
import { main } from './lib/report.mjs';

await main(async () => {
  checkNode();
  const { testAll } = await import('./lib/test-all.mjs');
  return testAll();
});
