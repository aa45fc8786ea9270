import { readFile } from 'node:fs/promises';
import type { AccessLevel } from '../../shared/access-level.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { readAddress } from '../../shared/machine-address.ts';
import type { TlsSettings } from '../../shared/machine-settings.ts';
import type { MachineId } from '../../shared/units.ts';
import { FailureError } from '../machine/failure-error.ts';
import type { SessionTarget } from '../machine/open-session.ts';
import { plannedAttempts } from '../scpi/endpoint.ts';
import type { TlsOptions } from '../scpi/tls-transport.ts';
import type { SecretStore } from './secret-store.ts';

/** Far above any certificate file; a wrong path to a huge file must not fill the memory. */
const largestPem = 1_000_000;

/** Reads address and certificate files of a network machine. Rejects with a `FailureError` that names the bad file. */
export async function networkTarget(
  address: string,
  tls: TlsSettings,
  password: string | null,
  cap: () => AccessLevel,
): Promise<SessionTarget> {
  const reading = readAddress(address);
  if (!reading.ok)
    throw new FailureError({
      kind: 'invalid-input',
      message: reading.problem,
      remedy: 'Correct the address in the machine’s settings.',
      detail: address,
    });
  const { host, port } = reading.address;
  return { host, attempts: plannedAttempts(port), tls: await readTls(tls), password, cap };
}

/** A machine's password; null for none. Throws a `FailureError` while it is locked: without it the machine is not tried at all. */
export function passwordOf(secrets: SecretStore, id: MachineId): string | null {
  const reading = secrets.read(id);
  switch (reading.kind) {
    case 'none':
      return null;
    case 'password':
      return reading.password;
    case 'locked':
      throw new FailureError({
        kind: 'passwords-locked',
        message: 'Its password is locked, so QuantDeck does not connect yet.',
        remedy: 'Press “Unlock passwords…” and give the passphrase.',
        detail: '',
      });
    default:
      return assertNever(reading);
  }
}

async function readTls(settings: TlsSettings): Promise<TlsOptions> {
  const { pinnedFingerprint, caFile, serverName, clientCertificateFile, clientKeyFile } = settings;
  const caPem = await readPem(caFile, 'certificate authority');
  const certPem = await readPem(clientCertificateFile, 'client certificate');
  const keyPem = await readPem(clientKeyFile, 'client key');
  const client = certPem === null ? null : { certPem, keyPem };
  if (caPem !== null)
    return {
      trust: { kind: 'authority', caPem, serverName: serverName === '' ? null : serverName },
      client,
    };
  if (pinnedFingerprint !== null)
    return { trust: { kind: 'pinned', fingerprint256: pinnedFingerprint }, client };
  return { trust: { kind: 'first-use' }, client };
}

async function readPem(file: string, what: string): Promise<string | null> {
  if (file === '') return null;
  try {
    const text = await readFile(file, 'utf8');
    if (text.length > largestPem) throw new Error('the file is too large for a certificate');
    return text;
  } catch (error) {
    throw new FailureError(
      {
        kind: 'invalid-input',
        message: `The ${what} file cannot be read.`,
        remedy: 'Choose the file again in the machine’s TLS settings.',
        detail: `${file}: ${error instanceof Error ? error.message : String(error)}`,
      },
      error,
    );
  }
}
