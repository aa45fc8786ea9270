import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { auditWith } from '../../../build/lib/audit.mjs';
import { checksumLines, isPackage } from '../../../build/lib/checksums.mjs';

const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** What npm writes about one package. */
function report(name: string, severity: string): string {
  return `npm warn something\n${JSON.stringify({
    vulnerabilities: { [name]: { name, severity, range: '<9' } },
  })}`;
}

describe('the audit', () => {
  const shipped = new Set(['ws', 'zod']);
  test('fails for a high or critical problem in what is shipped', () => {
    for (const severity of ['high', 'critical'])
      expect(auditWith(report('ws', severity), shipped).problems).toEqual([
        `ws <9 is known to be unsafe (${severity}) and is part of QuantDeck: update it.`,
      ]);
  });

  test('only warns of lesser ones, and of tools that are not shipped', () => {
    expect(auditWith(report('ws', 'moderate'), shipped)).toMatchObject({
      problems: [],
      warnings: [expect.stringContaining('part of QuantDeck')],
    });
    expect(auditWith(report('vite', 'critical'), shipped)).toMatchObject({
      problems: [],
      warnings: [expect.stringContaining('for building only')],
    });
  });

  test('says so where no registry answers, and lets pass', () => {
    for (const output of [
      '',
      'npm error audit endpoint returned an error',
      '{"error":{"summary":"request failed"}}',
      '{"message":"404 Not Found"}',
      '{broken',
    ]) {
      const { problems, warnings } = auditWith(output, shipped);
      expect(problems).toEqual([]);
      expect(warnings[0]).toContain('No registry could be asked');
    }
  });
});

describe('checksums', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quantdeck-sums-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('are one line a package, by name, as sha256sum writes them', async () => {
    writeFileSync(join(folder, 'b.deb'), 'abc');
    writeFileSync(join(folder, 'a.exe'), '');
    expect(await checksumLines(folder, ['b.deb', 'a.exe'])).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a.exe\n' +
        'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b.deb\n',
    );
  });

  test('are of what people download, not of what the packer leaves beside it', () => {
    const names = ['QuantDeck-1.0.0-setup-x64.exe', 'q.dmg', 'q.AppImage', 'quantdeck.cdx.json'];
    expect(names.filter(isPackage)).toEqual(names);
    expect(['latest.yml', 'builder-debug.yml', 'q.exe.blockmap'].filter(isPackage)).toEqual([]);
  });
});

describe('the workflows', () => {
  const folder = join(repository, '.github', 'workflows');
  const workflows = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));

  test('name the exact version of every action, and take only GitHub’s own', () => {
    const used = workflows.flatMap((text) =>
      [...text.matchAll(/uses: (\S+)/g)].map(([, use]) => use),
    );
    expect(used.length).toBeGreaterThan(0);
    for (const use of used) expect(use).toMatch(/^actions\/[\w-]+@v\d+\.\d+\.\d+$/);
  });

  test('may read the repository and nothing more, but for the one job that drafts a release', () => {
    for (const text of workflows) expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
    expect(workflows.join('').match(/contents: write/g)).toHaveLength(1);
  });

  test('run on the three systems', () => {
    for (const text of workflows)
      for (const system of ['ubuntu', 'macos', 'windows']) expect(text).toContain(system);
  });
});
