import { Trouble } from './report.mjs';

/** The oldest Node that can run these scripts; the programs they start run on the Node that is installed with the packages. */
export const oldestNode = /** @type {const} */ ([20, 19]);

/** Whether a version such as `20.19.0` is at least `[major, minor]`. @param {string} version @param {readonly [number, number]} oldest */
export function isAtLeast(version, oldest) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/** Throws if this Node is too old. @param {string} version */
export function checkNode(version = process.versions.node) {
  if (!isAtLeast(version, oldestNode))
    throw new Trouble(
      `QuantDeck needs Node ${oldestNode.join('.')} or newer to set itself up, and this is ${version}: install a current Node from https://nodejs.org and try again.`,
    );
}
