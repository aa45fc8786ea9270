import type { MachineSnapshot } from '../../../shared/machine.ts';
import { durationLeft } from '../../format/duration.ts';
import type { Moment } from '../../model/engine.ts';
import { cardButtons } from '../../model/machine-buttons.ts';
import { ProgressBar } from '../../ui/chart.tsx';
import { ExplainedText } from '../../ui/explained.tsx';
import { AgeLabel, agedClass, Note } from '../../ui/words.tsx';
import { MachineButton } from '../action/machine-button.tsx';
import { MachineOutcome } from '../action/machine-outcome.tsx';
import { cardModel } from '../overview/card-model.ts';
import { LastRun } from './last-run.tsx';
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
  const left = card.estimate?.left ?? null;
  const figure = durationLeft(left?.seconds ?? 0);
  const next = card.estimate?.next ?? null;
  // The big figure says already what remains.
  const elapsed = left === null ? card.left : (card.left.split(' · ', 1)[0] ?? '');
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
        {(left !== null || card.positions.length > 0) && (
          <p className={classes['big']}>
            {left !== null && (
              <>
                <strong className={aged}>
                  <ExplainedText explanation={left.explanation}>{figure.value}</ExplainedText>
                </strong>
                <span>{`${figure.unit} ${left.caption}`.trim()}</span>
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
            <span>{elapsed}</span>
            {card.right !== '' && (
              <ExplainedText explanation={card.source}>{card.right}</ExplainedText>
            )}
          </p>
        )}
        {next !== null && (
          <p className={classes['next']}>
            <span className={classes['nextWhat']} title={next.text}>
              Next: {next.text}
            </span>
            <ExplainedText explanation={next.explanation}>
              {next.when === '' ? 'time not known' : next.when}
            </ExplainedText>
          </p>
        )}
        {card.calm !== '' && <p className={classes['calm']}>{card.calm}</p>}
        {snapshot.run.kind === 'none' && <LastRun machineId={snapshot.id} />}
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
