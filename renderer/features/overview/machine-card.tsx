import { memo } from 'react';
import type { MachineSnapshot, TracePoint } from '../../../shared/machine.ts';
import type { Moment } from '../../model/engine.ts';
import type { ValueModel } from '../../model/values.ts';
import { routeHref } from '../../stores/router.ts';
import { classNames } from '../../ui/button.tsx';
import { ProgressBar, Sparkline } from '../../ui/chart.tsx';
import { ExplainedText } from '../../ui/explained.tsx';
import { Reading } from '../../ui/reading.tsx';
import { StatusBand } from '../../ui/status-band.tsx';
import { AgeLabel, agedClass, Note } from '../../ui/words.tsx';
import { MachineButton } from '../action/machine-button.tsx';
import { MachineOutcome } from '../action/machine-outcome.tsx';
import { type CardModel, cardModel } from './card-model.ts';
import { MachineMenu } from './machine-menu.tsx';
import classes from './overview.module.css';

interface MachineCardProps {
  readonly snapshot: MachineSnapshot;
  readonly trace: readonly TracePoint[];
  readonly now: Moment['now'];
  readonly engine: Moment['engine'];
  readonly controls: 'open' | 'locked';
}

/** One machine on the overview. */
export const MachineCard = memo(function MachineCard({
  snapshot,
  trace,
  now,
  engine,
  controls,
}: MachineCardProps) {
  const moment: Moment = { now, engine, controls };
  const card = cardModel(snapshot, moment);
  const old = card.status.freshness !== 'fresh';
  const out = card.status.freshness === 'lost';
  return (
    <article className={classNames(classes['card'], out && classes['out'])} aria-label={card.name}>
      <StatusBand
        name={card.name}
        href={routeHref({ kind: 'machine', id: card.id, tab: 'run' })}
        status={card.status}
        level={card.level}
        levelLeft={card.levelLeft}
        simulated={card.simulated}
        unread={card.unread}
        figure={card.figure}
        menu={<MachineMenu snapshot={snapshot} engine={engine} />}
      />
      <CardBody card={card} out={out} />
      <dl className={classes['readings']}>
        <Reading
          value={card.values.block}
          beside={<Sparkline points={trace} now={now} old={old} />}
        />
        <Reading value={card.values.cover} ageElsewhere={sameAge(card.values.cover, card)} />
        <Reading value={card.values.drawer} ageElsewhere={sameAge(card.values.drawer, card)} />
      </dl>
      <MachineOutcome snapshot={snapshot} moment={moment} />
      <div className={classes['actions']}>
        {card.buttons.map((button, index) => (
          <MachineButton
            key={button.name}
            machineId={card.id}
            button={button}
            className={
              index === card.buttons.length - 1 && index % 2 === 0 ? classes['wide'] : undefined
            }
          />
        ))}
      </div>
    </article>
  );
});

/** A whole card that fell silent tells its age once, beside the block. */
function sameAge(value: ValueModel, card: CardModel): boolean {
  return value.age?.text === card.values.block.age?.text;
}

function CardBody({ card, out }: { readonly card: CardModel; readonly out: boolean }) {
  return (
    <div className={classes['body']}>
      <div className={classes['line']}>
        <span
          className={classNames(classes['title'], out && agedClass(card.heard))}
          title={card.title}
        >
          {card.title}
        </span>
        {card.heard !== null && (
          <AgeLabel
            age={card.heard}
            prefix={
              card.status.live && card.heard.freshness !== 'fresh' ? 'stale, last heard ' : ''
            }
          />
        )}
      </div>
      {card.progress !== null && <ProgressBar progress={card.progress} />}
      {(card.left !== '' || card.right !== '') && (
        <div className={classNames(classes['line'], classes['captions'])}>
          <span>{card.left}</span>
          {card.right !== '' && (
            <ExplainedText explanation={card.source}>{card.right}</ExplainedText>
          )}
        </div>
      )}
      {card.positions.length > 0 && (
        <p className={classes['positions']}>
          {card.positions.map((position) => (
            <span key={position.label}>
              {position.label} <b>{position.value}</b>
            </span>
          ))}
        </p>
      )}
      {card.calm !== '' && <p className={classes['calm']}>{card.calm}</p>}
      {card.note !== null && (
        <Note tone={card.note.tone}>
          {card.note.text}
          {card.note.remedy !== '' && ` ${card.note.remedy}`}
        </Note>
      )}
    </div>
  );
}
