import { NativeSelect, Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Failure, Result } from '../../../shared/failure.ts';
import {
  type CheckedFile,
  updateChannels,
  type UpdateChannel,
  type UpdateState,
} from '../../../shared/updates.ts';
import { usePanel, useServices } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import classes from './settings.module.css';

const channelWords = {
  stable: 'Finished versions',
  preview: 'Also versions still being tried out',
} as const satisfies Record<UpdateChannel, string>;

const verdictWords = {
  'as-published': 'arrived as it was published. Close QuantDeck and open the file to install it.',
  different: 'is not what was published. Do not open it: fetch it again.',
  'not-listed': 'is not named in the list of checksums beside it. Do not open it.',
  'no-list': 'has no SHA256SUMS beside it, so it cannot be checked. Bring that file along.',
} as const satisfies Record<CheckedFile['verdict'], string>;

/** Newer versions of QuantDeck: off until somebody wants them, and never by themselves. */
export function UpdatesPanel() {
  const { bridge } = useServices();
  const { ask, onEvent } = bridge;
  const updates = usePanel((state) => state.replica?.preferences.updates ?? null);
  const [state, setState] = useState<UpdateState | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [file, setFile] = useState<CheckedFile | null>(null);
  useEffect(() => {
    const stop = onEvent((event) => {
      if (event.event === 'updates') setState(event.payload);
    });
    const load = async (): Promise<void> => {
      const answer = await ask('updates.state', {});
      if (answer.ok) setState(answer.value);
    };
    void load();
    return stop;
  }, [ask, onEvent]);
  if (updates === null || state === null) return null;
  const does = async (asked: Promise<Result<unknown>>): Promise<void> => {
    const answer = await asked;
    setFailure(answer.ok ? null : answer.failure);
  };
  const checkFile = async (): Promise<void> => {
    const answer = await ask('updates.checkFile', {});
    setFailure(answer.ok ? null : answer.failure);
    if (answer.ok) setFile(answer.value);
  };
  return (
    <section className={classes['panel']} aria-labelledby="updates">
      <h2 id="updates">Updates</h2>
      {state.kind === 'unavailable' ? (
        <p>{state.reason}</p>
      ) : (
        <>
          <Switch
            label="Look for a newer version once a day"
            description="Nothing is fetched or installed until you say so, and never during a run."
            checked={updates.look}
            onChange={(event) =>
              void does(
                ask('preferences.change', {
                  updates: { ...updates, look: event.currentTarget.checked },
                }),
              )
            }
          />
          <NativeSelect
            label="Which versions"
            value={updates.channel}
            data={updateChannels.map((value) => ({ value, label: channelWords[value] }))}
            onChange={(event) => {
              const channel = updateChannels.find((name) => name === event.currentTarget.value);
              if (channel !== undefined)
                void does(ask('preferences.change', { updates: { ...updates, channel } }));
            }}
          />
          <UpdateWords state={state} />
          <div className={classes['row']}>
            {state.kind === 'offered' && (
              <Button emphasis="filled" onPress={() => void does(ask('updates.download', {}))}>
                Fetch {state.offer.version}
              </Button>
            )}
            {state.kind === 'ready' && (
              <Button emphasis="filled" onPress={() => void does(ask('updates.install', {}))}>
                Close and install
              </Button>
            )}
            <Button onPress={() => void does(ask('updates.check', {}))}>Look now</Button>
            <Button onPress={() => void checkFile()}>Check a file…</Button>
          </div>
        </>
      )}
      {file !== null && (
        <output>
          <b>{file.name}</b> {verdictWords[file.verdict]}
        </output>
      )}
      {failure !== null && (
        <p role="alert">
          <b>{failure.message}</b> {failure.remedy}
        </p>
      )}
    </section>
  );
}

function UpdateWords({ state }: { readonly state: UpdateState }) {
  switch (state.kind) {
    case 'unavailable':
    case 'unknown':
      return null;
    case 'checking':
      return <output>Looking…</output>;
    case 'newest':
      return <output>This is the newest version.</output>;
    case 'offered':
    case 'ready':
    case 'downloading':
      return (
        <div>
          <output>
            {state.kind === 'downloading'
              ? `Fetching version ${state.offer.version}: ${state.percent} %`
              : state.kind === 'ready'
                ? `Version ${state.offer.version} is ready.`
                : `Version ${state.offer.version} is out.`}
          </output>
          {state.offer.notes !== '' && <pre className={classes['notes']}>{state.offer.notes}</pre>}
        </div>
      );
    case 'failed':
      return (
        <output>
          {state.failure.message} {state.failure.remedy}
        </output>
      );
    default:
      return assertNever(state);
  }
}
