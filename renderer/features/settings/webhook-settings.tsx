import { Checkbox, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type WebhookFormat, webhookFormats } from '../../../shared/alert-preferences.ts';
import type { Failure } from '../../../shared/failure.ts';
import { webhookAddressSchema, webhookTokenSchema } from '../../../shared/webhook-address.ts';
import { useAsk, usePanel } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import { Note } from '../../ui/words.tsx';
import classes from './settings.module.css';
import type { AlertChoices } from './use-alert-preferences.ts';

const formatLabels: Readonly<Record<WebhookFormat, string>> = {
  json: 'A program of your own (JSON)',
  ntfy: 'ntfy',
  slack: 'Slack, Mattermost and alike',
};

type Said =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Sending alerts on to a phone, a chat or a program. */
export function WebhookSettings({ choices }: { readonly choices: AlertChoices }) {
  const ask = useAsk();
  const facts = usePanel((state) => state.replica?.alerts.webhook ?? null);
  const kept = usePanel((state) => state.replica?.passwords.kind !== 'memory');
  const [said, setSaid] = useState<Said>({ kind: 'nothing' });
  const { current, change } = choices;
  const { webhook } = current;
  const test = async (): Promise<void> => {
    setSaid({ kind: 'busy' });
    const answer = await ask('alerts.testWebhook', {});
    setSaid(
      answer.ok
        ? { kind: 'done', text: answer.value }
        : { kind: 'failed', failure: answer.failure },
    );
  };
  return (
    <>
      <Checkbox
        label="Send alerts on"
        description="To a phone, a chat or a program, by an address on the network (a webhook). They name the machine and the run."
        checked={webhook.on}
        onChange={(event) => change({ webhook: { ...webhook, on: event.currentTarget.checked } })}
      />
      {webhook.on && (
        <>
          <NativeSelect
            className={classes['field'] ?? ''}
            label="What receives them"
            value={webhook.format}
            data={webhookFormats.map((value) => ({ value, label: formatLabels[value] }))}
            onChange={(event) => {
              const format = webhookFormats.find((known) => known === event.currentTarget.value);
              if (format !== undefined) change({ webhook: { ...webhook, format } });
            }}
          />
          {facts === null ? (
            <AddressForm onFailure={(failure) => setSaid({ kind: 'failed', failure })} />
          ) : (
            <>
              <p>
                Alerts go to <b>{facts.host}</b>
                {facts.hasToken ? ', with a token' : ''}. The rest of the address is not shown, for
                it can be a secret.
              </p>
              <div className={classes['row']}>
                <Button onPress={() => void test()}>Send a test</Button>
                <Button
                  onPress={() => {
                    setSaid({ kind: 'nothing' });
                    void ask('alerts.setWebhook', { kind: 'clear' });
                  }}
                >
                  Remove the address
                </Button>
              </div>
            </>
          )}
          {facts !== null && facts.trouble !== null && (
            <Note tone="warn">
              The last alert did not get there. <b>{facts.trouble.message}</b>{' '}
              {facts.trouble.remedy}
              {facts.trouble.detail !== '' && ` (${facts.trouble.detail})`}
            </Note>
          )}
          {facts?.plain === true && (
            <Note tone="warn">
              This address begins with http: alerts and token can be read on their way. Use https
              where you can.
            </Note>
          )}
          {!kept && (
            <Note tone="plain">
              Address and token are kept only until QuantDeck is closed, for they cannot be
              encrypted here.
            </Note>
          )}
          <output className={classes['said']}>
            {said.kind === 'busy' && 'Sending…'}
            {said.kind === 'done' && said.text}
            {said.kind === 'failed' && (
              <>
                <b>{said.failure.message}</b> {said.failure.remedy}
                {said.failure.detail !== '' && ` (${said.failure.detail})`}
              </>
            )}
          </output>
          <Checkbox
            label="In the quiet hours too"
            checked={webhook.duringQuietHours}
            onChange={(event) =>
              change({ webhook: { ...webhook, duringQuietHours: event.currentTarget.checked } })
            }
          />
        </>
      )}
    </>
  );
}

function AddressForm({ onFailure }: { readonly onFailure: (failure: Failure) => void }) {
  const ask = useAsk();
  const [url, setUrl] = useState('');
  const [token, setToken] = useState('');
  const [problems, setProblems] = useState<{ readonly url?: string; readonly token?: string }>({});
  const save = async (): Promise<void> => {
    const address = webhookAddressSchema.safeParse(url);
    const secret = webhookTokenSchema.safeParse(token);
    setProblems({
      ...(address.success ? {} : { url: address.error.issues[0]?.message ?? '' }),
      ...(secret.success ? {} : { token: secret.error.issues[0]?.message ?? '' }),
    });
    if (!address.success || !secret.success) return;
    const answer = await ask('alerts.setWebhook', {
      kind: 'set',
      url: address.data,
      token: secret.data,
    });
    if (!answer.ok) onFailure(answer.failure);
  };
  return (
    <form
      className={classes['group']}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextInput
        label="Address"
        placeholder="https://"
        autoComplete="off"
        value={url}
        error={problems.url ?? null}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <PasswordInput
        label="Token"
        description="Only if the receiver asks for one."
        autoComplete="off"
        value={token}
        error={problems.token ?? null}
        onChange={(event) => setToken(event.currentTarget.value)}
      />
      <div className={classes['row']}>
        <Button type="submit">Save the address</Button>
      </div>
    </form>
  );
}
