/*
 * Asks the registry whether packages that QuantDeck ships are known to be unsafe. Everything is bundled, so npm's own “production”
 * says nothing here: what counts is what the bundles hold. Needs a build. Without a registry it says so and lets pass.
 * Usage: npm run audit
 */
import { readFileSync } from 'node:fs';
import { auditWith } from './lib/audit.mjs';
import { at } from './lib/paths.mjs';
import { Trouble, main, progress } from './lib/report.mjs';
import { npmCommand } from './lib/install.mjs';
import { run } from './lib/run.mjs';

await main(async () => {
  const licences = JSON.parse(readFileSync(at('out', 'renderer', 'licences.json'), 'utf8'));
  const shipped = new Set(licences.map((/** @type {{ name: string }} */ { name }) => name));
  const [program, words] = npmCommand(['audit', '--json']);
  const { output } = await run(program, words, { limitSeconds: 120 });
  const { problems, warnings } = auditWith(output, shipped);
  for (const warning of warnings) progress(warning);
  if (problems.length > 0) throw new Trouble(problems.join('\n'));
  return 0;
});
