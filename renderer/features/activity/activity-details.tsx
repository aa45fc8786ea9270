import { isLedgerEntry, type JournalEntry, type LedgerEntry } from '../../../shared/journal.ts';
import { formatTimeMilliseconds } from '../../format/time.ts';
import { Icon } from '../../ui/icon.tsx';
import { MachineText, Note } from '../../ui/words.tsx';
import classes from './activity-details.module.css';
import { activitySteps } from './activity-model.ts';

/** Everything that is kept of one entry. */
export function ActivityDetails({ entry }: { readonly entry: JournalEntry }) {
  if (!isLedgerEntry(entry)) {
    const { text, failure } = entry;
    return (
      <div className={classes['details']}>
        <p>
          <MachineText text={text} />
        </p>
        {failure !== null && <FailureText failure={failure} />}
        <p className={classes['small']}>{fullDate(entry.at)}</p>
      </div>
    );
  }
  return (
    <div className={classes['details']}>
      {entry.interrupted && (
        <Note tone="warn">
          QuantDeck ended before the outcome was known. What is told here was concluded at its next
          start.
        </Note>
      )}
      {'failure' in entry.state && <FailureText failure={entry.state.failure} />}
      {entry.state.kind === 'confirmed' && entry.state.readBack !== '' && (
        <p>
          {entry.kind === 'action' ? 'The machine then reported: ' : 'The machine answered: '}
          <MachineText text={entry.state.readBack} />
        </p>
      )}
      {entry.seenLater !== null && (
        <Note tone="plain" icon="clock">
          At the next contact, {fullDate(entry.seenLater.at)}, the machine said:{' '}
          <MachineText text={entry.seenLater.text} />
        </Note>
      )}
      <div className={classes['columns']}>
        <Steps entry={entry} />
        <Agreed entry={entry} />
      </div>
      {entry.kind === 'console' && (
        <div>
          <h3>Command, as {entry.level}</h3>
          <p className={classes['mono']}>
            <MachineText text={entry.command} />
          </p>
        </div>
      )}
      <Evidence entry={entry} />
    </div>
  );
}

interface FailureTextProps {
  readonly failure: { readonly message: string; readonly remedy: string; readonly detail: string };
}

function FailureText({ failure }: FailureTextProps) {
  const { message, remedy, detail } = failure;
  return (
    <div>
      <p>
        <b>{message}</b> {remedy}
      </p>
      {detail !== '' && (
        <p className={classes['mono']}>
          <MachineText text={detail} />
        </p>
      )}
    </div>
  );
}

function Steps({ entry }: { readonly entry: LedgerEntry }) {
  return (
    <div>
      <h3>Steps, {fullDate(entry.at)}</h3>
      <ol className={classes['steps']}>
        {activitySteps(entry).map((step) => (
          <li key={step.text}>
            <Icon name={step.icon} size={14} />
            <span>{step.text}</span>
            <time>{formatTimeMilliseconds(step.at)}</time>
            <span className={classes['small']}>{step.after}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Agreed({ entry }: { readonly entry: LedgerEntry }) {
  if (entry.kind !== 'action' || (entry.acknowledged.length === 0 && entry.typedName === null))
    return null;
  return (
    <div>
      <h3>Read and agreed to</h3>
      <ul className={classes['agreed']}>
        {entry.acknowledged.map((reason) => (
          <li key={reason.code}>{reason.text}</li>
        ))}
        {entry.typedName !== null && (
          <li>
            Typed the machine’s name: <MachineText text={entry.typedName} />
          </li>
        )}
      </ul>
    </div>
  );
}

function Evidence({ entry }: { readonly entry: LedgerEntry }) {
  if (entry.evidence.length === 0)
    return <p className={classes['small']}>Nothing crossed the wire for this.</p>;
  return (
    <div>
      <h3>What crossed the wire</h3>
      <ol className={classes['evidence']}>
        {entry.evidence.map((line, index) => (
          // Two lines can be equal to the last character: their place is their identity.
          <li key={`line-${index + 1}`}>
            <time>{formatTimeMilliseconds(line.at)}</time>
            <span className={classes['direction']}>
              <Icon name={line.direction} size={14} />
              {line.direction}
            </span>
            <span className={classes['mono']}>
              <MachineText text={line.text} />
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function fullDate(at: number): string {
  return new Date(at).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}
