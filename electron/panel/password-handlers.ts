import { type Failure, fail, type Result } from '../../shared/failure.ts';
import { done, stored } from './handler-tools.ts';
import type { Panel } from './panel.ts';
import type { RequestHandlers } from './requests.ts';
import type { PasswordVault } from './secret-store.ts';

type PasswordRequests = Extract<keyof RequestHandlers, `passwords.${string}`>;

/** The requests about where passwords are kept. Each is written into the journal, and none of its passphrases anywhere. */
export function createPasswordHandlers(panel: Panel): Pick<RequestHandlers, PasswordRequests> {
  const { journal, preferences, secrets } = panel;

  const note = (text: string, failure: Failure | null = null): void =>
    journal.recordEvent({ kind: 'settings', machineId: null, machineName: null, text, failure });

  const withVault = async (
    work: (vault: PasswordVault) => Promise<Result<null>> | Result<null>,
    text: string,
    refused: string | null = null,
  ): Promise<Result<null>> => {
    const { vault } = secrets;
    if (vault === null) return fail(keychainKeepsThem);
    const answer = await work(vault);
    if (answer.ok) note(text);
    else if (refused !== null && answer.failure.kind === 'wrong-passphrase')
      note(refused, answer.failure);
    return answer;
  };

  return {
    'passwords.createVault': ({ passphrase }) =>
      stored(async () => {
        const answer = await withVault(
          (vault) => vault.create(passphrase),
          'Passwords are kept in an encrypted file from now on.',
        );
        if (answer.ok && preferences.current.passwords.plainFile)
          preferences.change({ passwords: { plainFile: false } });
        return answer;
      }),
    'passwords.unlock': ({ passphrase }) =>
      withVault(
        (vault) => vault.unlock(passphrase),
        'Unlocked the stored passwords.',
        'The stored passwords stayed locked.',
      ),
    'passwords.lock': () =>
      stored(() =>
        withVault((vault) => {
          vault.lock();
          return done;
        }, 'Locked the stored passwords.'),
      ),
    'passwords.changePassphrase': ({ current, next }) =>
      withVault(
        (vault) => vault.changePassphrase(current, next),
        'Changed the passphrase of the stored passwords.',
        'The passphrase of the stored passwords was not changed.',
      ),
    'passwords.removeVault': () =>
      withVault((vault) => vault.remove(), 'Removed the encrypted file of passwords.'),
    'passwords.storePlainly': ({ allowed }) =>
      stored(() => {
        if (secrets.plain === null) return fail(notOffered);
        secrets.plain.allow(allowed);
        preferences.change({ passwords: { plainFile: allowed } });
        note(
          allowed
            ? 'Agreed to storing passwords without a keychain.'
            : 'Withdrew storing passwords without a keychain, and removed the file.',
        );
        return done;
      }),
  };
}

const keychainKeepsThem: Failure = {
  kind: 'invalid-input',
  message: 'This computer’s password store keeps the passwords, so there is no file of them.',
  remedy: 'Nothing needs to be done.',
  detail: '',
};

const notOffered: Failure = {
  kind: 'invalid-input',
  message: 'Storing passwords without a keychain is not offered here.',
  remedy: 'Keep them in an encrypted file instead.',
  detail: '',
};
