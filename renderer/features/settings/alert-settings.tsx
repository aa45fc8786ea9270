import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type AlertKind, alertKinds } from '../../../shared/alert.ts';
import { type QuietHours, trayChoices } from '../../../shared/alert-preferences.ts';
import { formatMinutes } from '../../../shared/time-of-day.ts';
import { machinesInOrder } from '../../stores/panel-selectors.ts';
import { useAsk, usePanel } from '../../stores/use-services.ts';
import { visibleText } from '../../format/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { Note } from '../../ui/words.tsx';
import { askToNotify, notifyPermission } from '../alerts/notify.ts';
import classes from './settings.module.css';
import { type AlertChoices, useAlertPreferences } from './use-alert-preferences.ts';
import { WebhookSettings } from './webhook-settings.tsx';

const kindLabels: Readonly<Record<AlertKind, string>> = {
  finished: 'A run is finished',
  paused: 'A run is paused by someone else',
  error: 'A run fails, or a machine reports an error',
  stopped: 'A run is stopped',
  aborted: 'A run is aborted',
  'lost-contact': 'Contact is lost during a run',
  recovered: 'Contact is back',
};

const trayLabels: Readonly<Record<(typeof trayChoices)[number], string>> = {
  'during-runs': 'stays in the tray while a run is on',
  always: 'always stays in the tray',
  never: 'quits',
};

/** What a person is told, when and how. */
export function AlertSettings() {
  const choices = useAlertPreferences();
  const host = usePanel((state) => state.replica?.about.host ?? null);
  if (choices === null) return null;
  const { current, change, failure } = choices;
  return (
    <section className={classes['panel']} aria-labelledby="alert-settings">
      <h2 id="alert-settings">Alerts</h2>
      <TestRow />
      <fieldset className={classes['group']}>
        <legend>Tell me when</legend>
        <div className={classes['columns']}>
          {alertKinds.map((kind) => (
            <Checkbox
              key={kind}
              label={kindLabels[kind]}
              checked={current.kinds[kind]}
              onChange={(event) =>
                change({ kinds: { ...current.kinds, [kind]: event.currentTarget.checked } })
              }
            />
          ))}
        </div>
        <Checkbox
          label="Also when it was asked for here"
          description="A pause, stop or abort that this computer sent itself."
          checked={current.ownActions}
          onChange={(event) => change({ ownActions: event.currentTarget.checked })}
        />
      </fieldset>
      <MachineSwitches choices={choices} />
      <fieldset className={classes['group']}>
        <legend>How</legend>
        <Checkbox
          label="With a sound"
          checked={current.sound}
          onChange={(event) => change({ sound: event.currentTarget.checked })}
        />
        <QuietSettings
          hours={current.quietHours}
          onChange={(quietHours) => change({ quietHours })}
        />
      </fieldset>
      {host === 'electron' && (
        <NativeSelect
          className={classes['field'] ?? ''}
          label="When the window is closed, QuantDeck"
          value={current.keepInTray}
          data={trayChoices.map((value) => ({ value, label: trayLabels[value] }))}
          onChange={(event) => {
            const keepInTray = trayChoices.find((known) => known === event.currentTarget.value);
            if (keepInTray !== undefined) change({ keepInTray });
          }}
        />
      )}
      {failure !== null && (
        <Note tone="err">
          <span role="alert">
            <b>{failure.message}</b> {failure.remedy}
          </span>
        </Note>
      )}
      <fieldset className={classes['group']}>
        <legend>To other places</legend>
        <WebhookSettings choices={choices} />
      </fieldset>
    </section>
  );
}

/** Whether notifications come, and a way to try. */
function TestRow() {
  const ask = useAsk();
  const host = usePanel((state) => state.replica?.about.host ?? null);
  const [permission, setPermission] = useState(notifyPermission);
  return (
    <>
      <p>
        Alerts appear in this window and stay until you dismiss them.{' '}
        {host === 'electron' || permission === 'granted'
          ? 'They also come as notifications of this computer.'
          : permission === 'default'
            ? 'For notifications of this computer, the browser has to ask you once.'
            : permission === 'denied'
              ? 'The browser blocks notifications of this page; allow them in its settings for this page.'
              : 'This browser has no notifications.'}
      </p>
      <div className={classes['row']}>
        {host === 'browser' && permission === 'default' && (
          <Button emphasis="filled" onPress={() => void askToNotify().then(setPermission)}>
            Allow notifications
          </Button>
        )}
        <Button onPress={() => void ask('alerts.test', {})}>Show a test alert</Button>
      </div>
    </>
  );
}

function MachineSwitches({ choices: { current, change } }: { readonly choices: AlertChoices }) {
  const all = machinesInOrder(usePanel((state) => state)).map(({ id, settings }) => ({
    id,
    name: visibleText(settings.name),
  }));
  if (all.length === 0) return null;
  return (
    <fieldset className={classes['group']}>
      <legend>For these machines</legend>
      <div className={classes['columns']}>
        {all.map(({ id, name }) => (
          <Checkbox
            key={id}
            label={name}
            checked={!current.machinesOff.includes(id)}
            onChange={(event) =>
              change({
                machinesOff: event.currentTarget.checked
                  ? current.machinesOff.filter((off) => off !== id)
                  : [...current.machinesOff, id],
              })
            }
          />
        ))}
      </div>
    </fieldset>
  );
}

interface QuietSettingsProps {
  readonly hours: QuietHours;
  readonly onChange: (hours: QuietHours) => void;
}

function QuietSettings({ hours, onChange }: QuietSettingsProps) {
  const field = (label: string, key: 'from' | 'to') => (
    <TextInput
      type="time"
      label={label}
      value={formatMinutes(hours[key])}
      onChange={(event) => {
        const minutes = minutesOf(event.currentTarget.value);
        if (minutes !== null) onChange({ ...hours, [key]: minutes });
      }}
    />
  );
  return (
    <>
      <Checkbox
        label="Quiet hours"
        description="What happens then is shown in the window and in Activity, without notification and sound."
        checked={hours.on}
        onChange={(event) => onChange({ ...hours, on: event.currentTarget.checked })}
      />
      {hours.on && (
        <div className={classes['pair']}>
          {field('From', 'from')}
          {field('Until', 'to')}
        </div>
      )}
    </>
  );
}

/** Null while the field holds no whole time. */
function minutesOf(text: string): number | null {
  const match = /^(\d\d):(\d\d)/.exec(text);
  return match === null ? null : Number(match[1]) * 60 + Number(match[2]);
}
