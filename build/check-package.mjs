/*
 * Packs the desktop app without a network and checks that it holds exactly what it should. The Electron distribution is a stand-in:
 * a file with the fuse marker of a real one, so that the switches that harden the app are checked too.
 */
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { importsOf, isProvided } from './lib/imports.mjs';
import { at, root } from './lib/paths.mjs';
import { runCommand } from './lib/project-node.mjs';
import { Trouble, main } from './lib/report.mjs';

// electron-builder brings these two; they are not packages of ours.
const builderRequire = createRequire(
  createRequire(at('package.json')).resolve('electron-builder/package.json'),
);
const asar = builderRequire('@electron/asar');
const { FuseV1Options, getCurrentFuseWire } = createRequire(
  builderRequire.resolve('app-builder-lib'),
)('@electron/fuses');

/** Main, preload and window at their budgets (build/lib/size-budget.mjs), and the archive's own header. */
const archiveKilobytes = 6_500;

const enabled = '1'.charCodeAt(0);
const disabled = '0'.charCodeAt(0);

/** What electron-builder.yml asks for, checked in the packed program itself. @type {Readonly<Record<string, number>>} */
const fuses = {
  RunAsNode: disabled,
  EnableCookieEncryption: enabled,
  EnableNodeOptionsEnvironmentVariable: disabled,
  EnableNodeCliInspectArguments: disabled,
  EnableEmbeddedAsarIntegrityValidation: enabled,
  OnlyLoadAppFromAsar: enabled,
  GrantFileProtocolExtraPrivileges: disabled,
};

await main(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'quantdeck-package-'));
  try {
    const packed = await pack(folder);
    const problems = [
      ...compareFiles(join(packed, 'resources', 'app.asar')),
      ...(await compareFuses(packed)),
      ...checkSize(join(packed, 'resources', 'app.asar')),
      ...checkImports(),
    ];
    if (problems.length > 0)
      throw new Trouble(`The package is not as it should be:\n${problems.join('\n')}`);
    process.stdout.write(
      'The package holds exactly the built files and nothing to install, and its fuses are set.\n',
    );
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** @param {string} folder @returns {Promise<string>} the unpacked application */
async function pack(folder) {
  const distribution = join(folder, 'electron');
  mkdirSync(join(distribution, 'resources'), { recursive: true });
  const { version } = JSON.parse(
    readFileSync(at('node_modules', 'electron', 'package.json'), 'utf8'),
  );
  // The marker, the wire's version (1), its length (8) and eight fuses in the states Electron ships them with.
  writeFileSync(
    join(distribution, 'electron'),
    `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x0810110011`,
    {
      mode: 0o755,
    },
  );
  for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html'])
    writeFileSync(join(distribution, name), name === 'version' ? version : '');
  const result = await runCommand('electron-builder', [
    '--linux',
    'dir',
    '--publish',
    'never',
    `-c.electronDist=${distribution}`,
    `-c.directories.output=${join(folder, 'dist')}`,
  ]);
  if (result.code !== 0)
    throw new Trouble(`${result.output}\nelectron-builder could not pack the app.`);
  const unpacked = readdirSync(join(folder, 'dist')).find((name) => name.endsWith('unpacked'));
  if (unpacked === undefined)
    throw new Trouble(`${result.output}\nelectron-builder packed nothing.`);
  return join(folder, 'dist', unpacked);
}

/** @param {string} archive @returns {string[]} what is missing, too much or different */
function compareFiles(archive) {
  const wanted = new Set(['package.json', ...['main', 'preload', 'renderer'].flatMap(builtFiles)]);
  const found = new Set(
    asar
      .listPackage(archive)
      .map((/** @type {string} */ path) => path.replaceAll('\\', '/').replace(/^\//, ''))
      .filter((/** @type {string} */ path) => !('files' in asar.statFile(archive, path))),
  );
  const problems = [];
  for (const path of wanted) {
    if (!found.has(path)) problems.push(`missing: ${path}`);
    // package.json is rewritten by the packer: build-time fields are left out.
    else if (
      path !== 'package.json' &&
      !asar.extractFile(archive, path).equals(readFileSync(at(path)))
    )
      problems.push(`different: ${path}`);
  }
  for (const path of found) if (!wanted.has(path)) problems.push(`too much: ${path}`);
  const manifest = JSON.parse(asar.extractFile(archive, 'package.json').toString());
  if (!found.has(manifest.main)) problems.push(`the entry ${manifest.main} is not in the package`);
  for (const name of Object.keys(manifest.dependencies ?? {}))
    problems.push(`${name} would have to be installed beside the app: bundle it`);
  return problems;
}

/** More than the budgets of the bundles in it allow means that something else came along. @param {string} archive */
function checkSize(archive) {
  const kilobytes = Math.ceil(statSync(archive).size / 1000);
  return kilobytes <= archiveKilobytes
    ? []
    : [`app.asar has ${kilobytes} KB, and the budget is ${archiveKilobytes} KB`];
}

/** What the shipped scripts import by name must be in Node or Electron: there is nothing else beside them. @returns {string[]} */
function checkImports() {
  return ['main', 'preload'].flatMap((folder) =>
    builtFiles(folder)
      .filter((path) => /\.c?js$/.test(path))
      .flatMap((path) =>
        importsOf(readFileSync(at(path), 'utf8'))
          .filter((name) => !isProvided(name))
          .map((name) => `${path} needs ${name}, which is not bundled`),
      ),
  );
}

/** @param {string} name a folder of out/ @returns {string[]} */
function builtFiles(name) {
  return readdirSync(at('out', name), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

/** @param {string} packed @returns {Promise<string[]>} */
async function compareFuses(packed) {
  const wire = await getCurrentFuseWire(join(packed, 'quantdeck'));
  return Object.entries(fuses)
    .filter(([name, state]) => wire[FuseV1Options[name]] !== state)
    .map(([name]) => `the fuse ${name} is not set as it should be`);
}
