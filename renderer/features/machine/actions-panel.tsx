import { type ActionRecord, actionWords } from '../../../shared/action.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { formatTimeSeconds } from '../../format/time.ts';
import type { IconName } from '../../model/icon-name.ts';
import { outcomeWord } from '../../model/outcome.ts';
import { Icon } from '../../ui/icon.tsx';
import { usePresses } from '../action/use-press.ts';
import classes from './machine.module.css';

/** The last actions from this workstation, newest first. */
export function ActionsPanel({ snapshot }: { readonly snapshot: MachineSnapshot }) {
  const presses = usePresses();
  const records = snapshot.actions.toReversed();
  return (
    <section className={classes['panel']} aria-labelledby="actions">
      <div className={classes['panelHead']}>
        <h2 id="actions">Recent actions</h2>
      </div>
      {records.length === 0 ? (
        <p className={classes['calm']}>None since QuantDeck was started.</p>
      ) : (
        <ol className={classes['events']}>
          {records.map((record) => (
            <li key={record.id}>
              <time>{formatTimeSeconds(record.requestedAt)}</time>
              <Icon name={iconOf(record)} size={14} />
              <span>
                {actionWords[record.action.kind].name}, {outcomeWord(record)}
              </span>
              {'failure' in record.state && (
                <button
                  type="button"
                  aria-label={`Details of ${actionWords[record.action.kind].name}`}
                  onClick={() =>
                    presses.open({
                      kind: 'outcome',
                      machineId: snapshot.id,
                      actionId: record.id,
                    })
                  }
                >
                  Details
                </button>
              )}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function iconOf(record: ActionRecord): IconName {
  switch (record.state.kind) {
    case 'preparing':
    case 'sent':
    case 'accepted':
    case 'checking':
      return 'clock';
    case 'confirmed':
      return 'check';
    case 'refused':
    case 'not-sent':
      return 'error';
    case 'unknown':
      return 'unknown';
    default:
      return assertNever(record.state);
  }
}
