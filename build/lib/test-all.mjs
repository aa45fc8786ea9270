import { summaryLine } from './counts.mjs';
import { ensurePackages } from './install.mjs';
import { projectNode } from './project-node.mjs';
import { seconds } from './report.mjs';
import { stages } from './stages.mjs';

/** Runs every stage and answers the exit code. The last line printed is the summary. */
export async function testAll() {
  await ensurePackages();
  await projectNode();
  /** @type {import('./counts.mjs').Counts} */
  const totals = { passed: 0, failed: 0, skipped: [], flaky: [] };
  const broken = [];
  let built = true;
  for (const stage of stages) {
    say(`\n== ${stage.name}`);
    if (stage.needsBuild && !built) {
      say('   not run');
      totals.skipped.push({ name: stage.name, reason: 'the build failed' });
      continue;
    }
    const startedAt = Date.now();
    const { ok, output, counts, note } = await stage.run();
    if (stage.name === 'Build') built = ok;
    totals.passed += counts?.passed ?? 0;
    totals.skipped.push(...(counts?.skipped ?? []));
    totals.flaky?.push(...(counts?.flaky ?? []));
    // A stage that is not made of tests, or whose tool broke without a failed test, is one failure.
    totals.failed += ok ? 0 : Math.max(1, counts?.failed ?? 0);
    if (!ok) {
      broken.push(stage.name);
      say(output.trimEnd());
    }
    if (note !== undefined) say(`   ${note}`);
    const tests = counts === undefined ? '' : `, ${summaryLine(counts)}`;
    say(`   ${ok ? 'ok' : 'FAILED'} in ${seconds(Date.now() - startedAt)}${tests}`);
  }
  if (totals.skipped.length > 0) {
    say('\n== Skipped');
    for (const { name, reason } of totals.skipped) say(`   ${name}: ${reason}`);
  }
  if (totals.flaky?.length) {
    say('\n== Passed only on a second try');
    for (const name of totals.flaky) say(`   ${name}`);
  }
  if (broken.length > 0) say(`\nFailed: ${broken.join(', ')}.`);
  say(`\n${summaryLine(totals)}`);
  return totals.failed === 0 ? 0 : 1;
}

/** @param {string} text */
function say(text) {
  process.stdout.write(`${text}\n`);
}
