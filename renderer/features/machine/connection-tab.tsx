import { assertNever } from '../../../shared/assert-never.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { formatSpan } from '../../format/age.ts';
import { formatMoment } from '../../format/time.ts';
import { visibleText } from '../../format/visible-text.ts';
import { actionButton, type ButtonModel, commandButton } from '../../model/button.ts';
import type { Moment } from '../../model/engine.ts';
import { stoppedButtons } from '../../model/machine-buttons.ts';
import { stepWords } from '../../model/status.ts';
import { Button } from '../../ui/button.tsx';
import { Note } from '../../ui/words.tsx';
import { MachineButton } from '../action/machine-button.tsx';
import { usePresses } from '../action/use-press.ts';
import { Fingerprint } from '../connection/fingerprint.tsx';
import own from './connection-tab.module.css';
import classes from './machine.module.css';

interface ConnectionTabProps {
  readonly snapshot: MachineSnapshot;
  readonly moment: Moment;
}

/** How this workstation reaches the machine, and who else is there. */
export function ConnectionTab({ snapshot, moment }: ConnectionTabProps) {
  const presses = usePresses();
  const { settings, id } = snapshot;
  return (
    <div className={classes['narrow']}>
      <section className={classes['panel']} aria-labelledby="session">
        <div className={classes['run']}>
          <div className={classes['panelHead']}>
            <h2 id="session">Connection</h2>
          </div>
          <LastFailure snapshot={snapshot} moment={moment} />
          <SessionFacts snapshot={snapshot} moment={moment} />
          <div className={own['inline']}>
            {connectionButtons(snapshot, moment).map((button) => (
              <MachineButton key={button.name} machineId={id} button={button} />
            ))}
          </div>
        </div>
      </section>
      <section className={classes['panel']} aria-labelledby="others">
        <div className={classes['panelHead']}>
          <h2 id="others">Other sessions</h2>
        </div>
        {snapshot.others.length === 0 ? (
          <p className={classes['calm']}>
            None heard of. A machine tells of others only when their level changes.
          </p>
        ) : (
          <ul>
            {snapshot.others.map((other) => (
              <li key={other.session}>
                Session {other.session} also holds {other.level}
                {other.exclusive ? ', exclusively' : ''}, since {formatMoment(other.at, moment.now)}
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className={classes['panel']} aria-labelledby="settings">
        <div className={classes['run']}>
          <div className={classes['panelHead']}>
            <h2 id="settings">Settings</h2>
          </div>
          <SettingsFacts snapshot={snapshot} />
          <div className={own['inline']}>
            {settings.kind === 'network' && (
              <Button
                icon="edit"
                onPress={() => presses.open({ kind: 'edit-machine', machineId: id })}
              >
                Edit
              </Button>
            )}
            <MachineButton
              machineId={id}
              button={actionButton(snapshot, 'restart-software', moment)}
            />
            <Button
              emphasis="danger"
              onPress={() => presses.open({ kind: 'remove-machine', machineId: id })}
            >
              Remove…
            </Button>
          </div>
        </div>
      </section>
    </div>
  );
}

function connectionButtons(snapshot: MachineSnapshot, moment: Moment): readonly ButtonModel[] {
  const { connection } = snapshot;
  switch (connection.kind) {
    case 'off':
      return [commandButton('connect', 'Connect', 'connect', moment)];
    case 'stopped':
      return stoppedButtons(snapshot, moment).filter((button) => button.name !== 'Edit');
    case 'waiting':
      return [
        commandButton('retry-now', 'Retry now', 'refresh', moment),
        commandButton('disconnect', 'Disconnect', 'disconnect', moment),
      ];
    case 'ready':
    case 'connecting':
    case 'leaving':
      return [
        commandButton('disconnect', 'Disconnect', 'disconnect', moment),
        commandButton('refresh', 'Look now', 'refresh', moment),
      ];
    default:
      return assertNever(connection);
  }
}

function LastFailure({ snapshot, moment }: ConnectionTabProps) {
  const { connection } = snapshot;
  if (connection.kind !== 'waiting' && connection.kind !== 'stopped' && connection.kind !== 'off')
    return null;
  const { last } = connection;
  if (last === null) return null;
  const again =
    connection.kind === 'waiting'
      ? ` Next try in ${formatSpan(connection.retryAt - moment.now)}.`
      : '';
  return (
    <Note tone={connection.kind === 'waiting' ? 'warn' : 'err'}>
      <b>{last.message}</b> {last.remedy}
      {again}
      {last.detail !== '' && <span> ({visibleText(last.detail)})</span>}
    </Note>
  );
}

function SessionFacts({ snapshot, moment }: ConnectionTabProps) {
  const { connection } = snapshot;
  switch (connection.kind) {
    case 'ready': {
      const { facts } = connection;
      return (
        <dl className={own['settings']}>
          <dt>Connected</dt>
          <dd>since {formatMoment(connection.since, moment.now)}</dd>
          <dt>Address</dt>
          <dd>
            {facts.host}, port {facts.port}
          </dd>
          <dt>Product</dt>
          <dd>{visibleText(`${facts.product}, firmware ${facts.version}`)}</dd>
          <dt>Session</dt>
          <dd>
            {facts.session}, {connection.level}
          </dd>
          <dt>Transport</dt>
          <dd>
            {facts.transport.kind === 'tcp' ? (
              'Plain TCP, not encrypted'
            ) : (
              <>
                {facts.transport.protocol}, certificate
                <br />
                <Fingerprint text={facts.transport.fingerprint} />
              </>
            )}
          </dd>
        </dl>
      );
    }
    case 'connecting':
      return <p className={classes['calm']}>{stepWords[connection.step]}</p>;
    case 'leaving':
      return <p className={classes['calm']}>Leaving the machine…</p>;
    case 'off':
      return <p className={classes['calm']}>Not connected.</p>;
    case 'waiting':
    case 'stopped':
      return null;
    default:
      return assertNever(connection);
  }
}

function SettingsFacts({ snapshot }: { readonly snapshot: MachineSnapshot }) {
  const { settings } = snapshot;
  return (
    <dl className={own['settings']}>
      <dt>Name</dt>
      <dd>{visibleText(settings.name)}</dd>
      {settings.kind === 'network' && (
        <>
          <dt>Address</dt>
          <dd>{settings.address}</dd>
          <dt>Password</dt>
          <dd>{snapshot.hasPassword ? 'Stored' : 'None'}</dd>
        </>
      )}
      <dt>Highest level</dt>
      <dd>{settings.cap}</dd>
      <dt>Mode</dt>
      <dd>{settings.mode === 'on-demand' ? 'Connects when needed' : 'Stays connected'}</dd>
      {settings.kind === 'network' && settings.tls.pinnedFingerprint !== null && (
        <>
          <dt>Trusted certificate</dt>
          <dd>
            <Fingerprint text={settings.tls.pinnedFingerprint} />
          </dd>
        </>
      )}
    </dl>
  );
}
