/**
 * Judges npm's report. A problem is a high or critical one in a package that is shipped; everything else is worth a word only.
 * @param {string} output what `npm audit --json` wrote
 * @param {ReadonlySet<string>} shipped names of the packages in the bundles
 * @returns {{ problems: string[], warnings: string[] }}
 */
export function auditWith(output, shipped) {
  /** @type {string[]} */
  const problems = [];
  /** @type {string[]} */
  const warnings = [];
  const report = readReport(output);
  if (report?.vulnerabilities === undefined) {
    const why = report?.error?.summary || report?.message || 'it gave no report';
    return { problems, warnings: [`No registry could be asked about unsafe packages: ${why}.`] };
  }
  for (const { name, severity, range } of Object.values(report.vulnerabilities)) {
    const sentence = `${name} ${range} is known to be unsafe (${severity})`;
    if (!shipped.has(name)) warnings.push(`${sentence}; it is used for building only.`);
    else if (severity === 'high' || severity === 'critical')
      problems.push(`${sentence} and is part of QuantDeck: update it.`);
    else warnings.push(`${sentence} and is part of QuantDeck.`);
  }
  return { problems, warnings };
}

/** @param {string} output @returns {any} null if there is no JSON in it */
function readReport(output) {
  const start = output.indexOf('{');
  const end = output.lastIndexOf('}');
  if (start === -1 || end < start) return null;
  try {
    return JSON.parse(output.slice(start, end + 1));
  } catch {
    return null;
  }
}
