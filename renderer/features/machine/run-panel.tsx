import type { MachineSnapshot } from '../../../shared/machine.ts';
import { formatDuration } from '../../format/duration.ts';
import type { Moment } from '../../model/engine.ts';
import { cardButtons } from '../../model/machine-buttons.ts';
import { ProgressBar } from '../../ui/chart.tsx';
import { AgeLabel, agedClass, Note } from '../../ui/words.tsx';
import { MachineButton } from '../action/machine-button.tsx';
import { MachineOutcome } from '../action/machine-outcome.tsx';
import { cardModel } from '../overview/card-model.ts';
import classes from './machine.module.css';

interface RunPanelProps {
  readonly snapshot: MachineSnapshot;
  readonly moment: Moment;
}

/** Buttons that the instrument panel below has too. */
const elsewhere = new Set(['Open drawer', 'Close drawer', 'Lower cover', 'Power on', 'Power off']);

/** The run: how long, where, and what can be done about it. */
export function RunPanel({ snapshot, moment }: RunPanelProps) {
  const card = cardModel(snapshot, moment);
  const { run } = snapshot;
  const remaining =
    run.kind === 'active' || run.kind === 'paused'
      ? (run.progress.time?.remainingSeconds ?? null)
      : null;
  const aged = agedClass(card.heard);
  const buttons = cardButtons(snapshot, moment).filter((button) => !elsewhere.has(button.name));
  return (
    <section className={classes['panel']} aria-label="Run">
      <div className={classes['run']}>
        <div className={classes['panelHead']}>
          <h2 className={aged}>{card.title}</h2>
          {card.heard !== null && (
            <span className={classes['push']}>
              <AgeLabel age={card.heard} />
            </span>
          )}
        </div>
        {(remaining !== null || card.positions.length > 0) && (
          <p className={classes['big']}>
            {remaining !== null && (
              <>
                <strong className={aged}>{formatDuration(remaining)}</strong>
                <span>left</span>
              </>
            )}
            {card.positions.map((position, index) => (
              <span key={position.label} className={index === 0 ? classes['end'] : undefined}>
                {position.label} <b className={aged}>{position.value}</b>
              </span>
            ))}
          </p>
        )}
        {card.progress !== null && <ProgressBar progress={card.progress} />}
        {(card.left !== '' || card.right !== '') && (
          <p className={classes['line']}>
            <span>{card.left}</span>
            <span>{card.right}</span>
          </p>
        )}
        {card.calm !== '' && <p className={classes['calm']}>{card.calm}</p>}
        {card.note !== null && (
          <Note tone={card.note.tone}>
            {card.note.text} {card.note.remedy}
          </Note>
        )}
        <div className={classes['outcome']}>
          <MachineOutcome snapshot={snapshot} moment={moment} />
        </div>
        {buttons.length > 0 && (
          <div className={classes['buttons']}>
            {buttons.map((button) => (
              <MachineButton key={button.name} machineId={snapshot.id} button={button} />
            ))}
          </div>
        )}
      </div>
    </section>
  );
}
