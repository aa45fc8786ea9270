import { readdirSync, statSync } from 'node:fs';
import { homedir, release } from 'node:os';
import { join } from 'node:path';
import type { SupportBundle } from '../../shared/host.ts';
import type { MachineSnapshot } from '../../shared/machine.ts';
import { passwordNote } from '../../shared/passwords.ts';
import type { Panel } from './panel.ts';
import { redact } from './redact.ts';

/** How much of the log goes along, in bytes: some days of an ordinary lab. */
const logBytes = 128 * 1024;

/** What runs here and what happened, for whoever helps. Reads files' sizes and the log; nothing of them is sent anywhere. */
export function supportBundleOf(panel: Panel, withAddresses: boolean): SupportBundle {
  const view = panel.view();
  const at = new Date(panel.clock.now()).toISOString();
  const text = writeBundle({
    at,
    versions: {
      QuantDeck: view.version,
      host: view.host,
      system: `${process.platform} ${release()} ${process.arch}`,
      ...pick(process.versions, ['electron', 'chrome', 'node', 'v8', 'openssl', 'sqlite']),
    },
    passwords: passwordNote(view.passwords),
    machines: view.machines,
    preferences: view.preferences,
    notices: view.notices.map((notice) => `${notice.severity}: ${notice.text}`),
    files: filesOf(panel.dataDirectory),
    log: panel.services.logTail(logBytes),
    home: homedir(),
    withAddresses,
  });
  return { fileName: `quantdeck-support-${at.slice(0, 19).replaceAll(':', '')}.txt`, text };
}

export interface BundleParts {
  readonly at: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly passwords: string;
  readonly machines: readonly MachineSnapshot[];
  readonly preferences: unknown;
  readonly notices: readonly string[];
  readonly files: readonly string[];
  readonly log: string;
  /** The person's own folder, which carries their name. */
  readonly home: string;
  readonly withAddresses: boolean;
}

/** Writes the bundle. Everything goes through the redaction once more, whatever was done to it before. */
export function writeBundle(parts: BundleParts): string {
  const { versions, machines, withAddresses } = parts;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Versions', Object.entries(versions).map(([name, version]) => `${name}: ${version}`)],
    ['Passwords', [parts.passwords]],
    ['Machines', machines.map((machine, index) => machineLine(machine, index, withAddresses))],
    ['Settings', [JSON.stringify(parts.preferences, null, 2)]],
    ['Notices', parts.notices],
    ['Files', parts.files],
    ['Log', [parts.log.trimEnd()]],
  ];
  const text = sections
    .map(([title, lines]) => `== ${title}\n${lines.length === 0 ? '(none)' : lines.join('\n')}\n`)
    .join('\n');
  const safe = redact(text).replaceAll(parts.home, '~');
  return `QuantDeck support bundle, ${parts.at}\nPasswords, keys and what follows a web address’s host are left out${withAddresses ? '' : ', and so are the addresses of machines'}.\n\n${withAddresses ? safe : withoutAddresses(safe, machines)}`;
}

function machineLine(machine: MachineSnapshot, index: number, withAddress: boolean): string {
  const { settings, connection, lease, run } = machine;
  const facts = [
    settings.kind,
    `cap ${settings.cap}`,
    settings.mode,
    `connection ${connection.kind}`,
    ...('last' in connection && connection.last !== null
      ? [`last failure ${connection.last.kind}`]
      : []),
    `run ${run.kind}`,
    ...(lease === null ? [] : [`holds ${lease.level}`]),
    ...(settings.kind === 'network' && withAddress ? [`address ${settings.address}`] : []),
  ];
  return `${index + 1}. ${settings.name}: ${facts.join(', ')}`;
}

/** Machines' own addresses by their number, and whatever else looks like one; this computer's own says nothing of the lab. */
function withoutAddresses(text: string, machines: readonly MachineSnapshot[]): string {
  let hidden = text;
  for (const [index, { settings }] of machines.entries()) {
    if (settings.kind !== 'network') continue;
    const host = settings.address.replace(/:\d+$/, '');
    for (const address of [settings.address, host, settings.tls.serverName])
      if (address.length > 2) hidden = hidden.replaceAll(address, `(address ${index + 1})`);
  }
  return hidden.replaceAll(/\b(?!127\.)\d{1,3}(?:\.\d{1,3}){3}\b/g, '(address)');
}

function filesOf(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => `${name}: ${statSync(join(directory, name)).size} bytes`);
}

function pick(
  versions: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const version = versions[name];
      return version === undefined ? [] : [[name, version]];
    }),
  );
}
