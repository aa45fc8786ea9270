import { type ActionRecord, actionWords } from '../../../shared/action.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import type { Instant } from '../../../shared/units.ts';
import { formatTimeSeconds } from '../../format/time.ts';
import { visibleText } from '../../format/visible-text.ts';
import type { IconName } from '../../model/icon-name.ts';
import { engineStopped } from '../../model/engine.ts';
import { progressWords } from '../../model/progress.ts';
import { machineStatus, runIsOn } from '../../model/status.ts';
import { useMoment } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, dialogClasses } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import { MachineText } from '../../ui/words.tsx';
import { usePresses } from './use-press.ts';

interface OutcomeDialogProps {
  readonly snapshot: MachineSnapshot;
  readonly record: ActionRecord;
  readonly onClose: () => void;
}

const titles = {
  refused: 'Refused',
  'not-sent': 'Not sent',
  unknown: 'Outcome unknown',
} as const;

/** What is known, and what is not, of an action that did not end as wished. */
export function OutcomeDialog({ snapshot, record, onClose }: OutcomeDialogProps) {
  const presses = usePresses();
  const moment = useMoment();
  const { state } = record;
  const { name } = actionWords[record.action.kind];
  if (!('failure' in state)) return null;
  const unknown = state.kind === 'unknown';
  const retry = snapshot.connection.kind === 'waiting' || snapshot.connection.kind === 'stopped';
  return (
    <Dialog
      title={`${titles[state.kind]}: ${name}`}
      icon={unknown ? 'unknown' : 'error'}
      tone={unknown ? 'warn' : 'err'}
      onClose={onClose}
      footer={
        <>
          <Button emphasis={retry ? 'plain' : 'filled'} takesFocus onPress={onClose}>
            Close
          </Button>
          <span className={dialogClasses['push']}>{unknown && 'You can check its screen'}</span>
          {retry &&
            (moment.engine === 'down' ? (
              <LockedButton name="Retry now" reason={engineStopped} />
            ) : (
              <Button
                emphasis="filled"
                icon="refresh"
                onPress={() => presses.command(snapshot.id, 'Retry now', 'retry-now')}
              >
                Retry now
              </Button>
            ))}
        </>
      }
    >
      <p>
        {state.failure.message}
        {unknown && !machineStatus(snapshot, moment).live && runIsOn(snapshot)
          ? ' The run may be continuing on the machine.'
          : ''}
      </p>
      <h3 className={dialogClasses['h3']}>What we know</h3>
      <ol className={dialogClasses['know']}>
        {factsOf(snapshot, record, moment.now).map((fact) => (
          <li key={fact.text}>
            <Icon name={fact.icon} />
            <span>{fact.text}</span>
            <time>{fact.at === null ? '' : formatTimeSeconds(fact.at)}</time>
          </li>
        ))}
      </ol>
      {unknown && (
        <>
          <h3 className={dialogClasses['h3']}>What we do not know</h3>
          <p>
            Whether the machine did it.{' '}
            {record.seenLater === null
              ? 'It is not sent again by itself; at the next contact the machine’s state is read first and shown here.'
              : 'It is not sent again by itself. Compare what the machine said since, above, with what you asked for.'}
          </p>
        </>
      )}
      {state.failure.remedy !== '' && (
        <>
          <h3 className={dialogClasses['h3']}>What to do</h3>
          <p>{state.failure.remedy}</p>
        </>
      )}
      {state.failure.detail !== '' && (
        <p className={dialogClasses['mono']}>
          <MachineText text={state.failure.detail} />
        </p>
      )}
    </Dialog>
  );
}

interface Fact {
  readonly icon: IconName;
  readonly text: string;
  readonly at: Instant | null;
}

function factsOf(snapshot: MachineSnapshot, record: ActionRecord, now: Instant): readonly Fact[] {
  const { run, connection, heardAt } = snapshot;
  const facts: Fact[] = [{ icon: 'info', text: 'You asked for it', at: record.requestedAt }];
  const { state } = record;
  if ('at' in state) {
    if (state.kind === 'unknown')
      facts.push({
        icon: 'unknown',
        text: 'Written to the machine, no end was seen',
        at: state.at,
      });
    else if (state.kind === 'refused')
      facts.push({ icon: 'error', text: 'The machine refused it', at: state.at });
    else facts.push({ icon: 'error', text: 'Nothing was written to the machine', at: state.at });
  }
  if (record.seenLater !== null)
    facts.push({
      icon: 'received',
      text: `At the next contact it said: ${visibleText(record.seenLater.text)}`,
      at: record.seenLater.at,
    });
  if (run.kind === 'active' || run.kind === 'paused')
    facts.push({
      icon: 'clock',
      text: `Last seen ${run.kind === 'paused' ? 'paused' : 'running'}, ${visibleText(progressWords(run.progress))}`,
      at: run.progress.at,
    });
  if (heardAt !== null) facts.push({ icon: 'clock', text: 'Last heard from it', at: heardAt });
  if (connection.kind === 'waiting') {
    const seconds = Math.max(0, Math.ceil((connection.retryAt - now) / 1000));
    const tries = connection.attempt === 1 ? '1 try' : `${connection.attempt} tries`;
    facts.push({
      icon: 'offline',
      text: `${tries} to reconnect, next in ${seconds} s`,
      at: null,
    });
  }
  return facts;
}
