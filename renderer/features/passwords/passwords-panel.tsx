import { useState } from 'react';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Failure, Result } from '../../../shared/failure.ts';
import type { PasswordKeeping } from '../../../shared/passwords.ts';
import { engineStopped } from '../../model/engine.ts';
import type { IconName } from '../../model/icon-name.ts';
import { withDialog } from '../../stores/ui-state.ts';
import { useAsk, useMoment, usePanel, useServices } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import { Note } from '../../ui/words.tsx';
import classes from '../settings/settings.module.css';
import type { PasswordQuestion } from './password-dialogs.tsx';

/** What can be done about passwords: ask something first, or do it at once. */
type Deed =
  | { readonly kind: 'ask'; readonly question: PasswordQuestion }
  | { readonly kind: 'lock' }
  | { readonly kind: 'withdraw' };

interface Choice {
  readonly name: string;
  readonly icon: IconName;
  readonly deed: Deed;
}

const unlock: Choice = {
  name: 'Unlock passwords…',
  icon: 'unlock',
  deed: { kind: 'ask', question: 'unlock' },
};
const create: Choice = {
  name: 'Keep them in an encrypted file…',
  icon: 'lock',
  deed: { kind: 'ask', question: 'create' },
};
const remove: Choice = {
  name: 'Remove the file…',
  icon: 'attention',
  deed: { kind: 'ask', question: 'remove' },
};

/** Where machine passwords are kept on this workstation, and what can be done about it. */
export function PasswordsPanel() {
  const { ui } = useServices();
  const ask = useAsk();
  const { engine } = useMoment();
  const keeping = usePanel((state) => state.replica?.passwords ?? null);
  const [failure, setFailure] = useState<Failure | null>(null);
  if (keeping === null) return null;
  const { words, tone, choices } = shown(keeping);

  const answered = async (answer: Promise<Result<null>>): Promise<void> => {
    const result = await answer;
    setFailure(result.ok ? null : result.failure);
  };
  const press = (deed: Deed): void => {
    switch (deed.kind) {
      case 'ask':
        return ui.setState((state) =>
          withDialog(state, { kind: 'passwords', question: deed.question }),
        );
      case 'lock':
        return void answered(ask('passwords.lock', {}));
      case 'withdraw':
        return void answered(ask('passwords.storePlainly', { allowed: false }));
      default:
        return assertNever(deed);
    }
  };
  return (
    <section className={classes['panel']} aria-labelledby="passwords">
      <h2 id="passwords">Passwords</h2>
      {tone === 'warn' ? <Note tone="warn">{words}</Note> : <p>{words}</p>}
      {choices.length > 0 && (
        <div className={classes['row']}>
          {choices.map(({ name, icon, deed }) =>
            engine === 'down' ? (
              <LockedButton key={name} name={name} reason={engineStopped} />
            ) : (
              <Button key={name} icon={icon} onPress={() => press(deed)}>
                {name}
              </Button>
            ),
          )}
        </div>
      )}
      {failure !== null && (
        <Note tone="err">
          <span role="alert">
            <b>{failure.message}</b> {failure.remedy}
          </span>
        </Note>
      )}
    </section>
  );
}

interface Shown {
  readonly words: string;
  readonly tone: 'plain' | 'warn';
  readonly choices: readonly Choice[];
}

function shown(keeping: PasswordKeeping): Shown {
  switch (keeping.kind) {
    case 'memory':
      return {
        words: keeping.mayBePlain
          ? 'This computer offers no keychain that encrypts, so the passwords of your machines are kept in memory only, until QuantDeck is closed.'
          : 'The passwords of your machines are kept in memory only, until QuantDeck is closed. An encrypted file keeps them longer.',
        tone: 'plain',
        choices: keeping.mayBePlain
          ? [
              create,
              {
                name: 'Store them without a keychain…',
                icon: 'attention',
                deed: { kind: 'ask', question: 'store-plainly' },
              },
            ]
          : [create],
      };
    case 'plain-file':
      return {
        words:
          'Passwords are stored without a keychain: anyone who can read this account’s files can read them.',
        tone: 'warn',
        choices: [
          create,
          { name: 'Stop storing them', icon: 'attention', deed: { kind: 'withdraw' } },
        ],
      };
    case 'vault-locked':
      return {
        words: `${passwords(keeping.count)} in the encrypted file ${keeping.count === 1 ? 'is' : 'are'} locked. Machines that need one wait until you unlock it.`,
        tone: 'warn',
        choices: [unlock, remove],
      };
    case 'vault-open':
      return {
        words: `${passwords(keeping.count)} in the encrypted file, unlocked until QuantDeck is closed. Locking forgets them in memory; connections that are open stay open.`,
        tone: 'plain',
        choices: [
          { name: 'Lock now', icon: 'lock', deed: { kind: 'lock' } },
          {
            name: 'Change the passphrase…',
            icon: 'key',
            deed: { kind: 'ask', question: 'change' },
          },
          remove,
        ],
      };
    case 'keychain':
      return {
        words: 'The passwords of your machines are encrypted with this computer’s password store.',
        tone: 'plain',
        choices: [],
      };
    default:
      return assertNever(keeping);
  }
}

function passwords(count: number): string {
  return `${count} ${count === 1 ? 'password' : 'passwords'}`;
}
