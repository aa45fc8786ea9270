import { VisuallyHidden } from '@mantine/core';
import { useEffect, useId, useMemo, useRef } from 'react';
import type { Protocol } from '../../../shared/protocol.ts';
import type { Instant } from '../../../shared/units.ts';
import { formatTimeSeconds } from '../../format/time.ts';
import type { IconName } from '../../model/icon-name.ts';
import { classNames } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { MachineText } from '../../ui/words.tsx';
import {
  protocolStrip,
  type Strip,
  type StripCard,
  type StripStep,
} from './protocol-strip-model.ts';
import classes from './protocol-strip.module.css';
import { type CardState, stateWords, type StripPosition } from './strip-position.ts';

export interface ProtocolStripProps {
  /** Null until it was read. */
  readonly protocol: Protocol | null;
  readonly position: StripPosition;
  /** How long the heating before the first stage took or has taken so far; null while that is not known. */
  readonly prerunSeconds: number | null;
  /** When the protocol was read from the machine; null where that does not matter. */
  readonly readAt: Instant | null;
}

const icons: Readonly<Record<CardState, IconName>> = {
  done: 'check',
  now: 'running',
  next: 'clock',
  stopped: 'ended',
  skipped: 'idle',
};

/** The protocol as a row of cards, one for each stage, with the run's place in it. */
export function ProtocolStrip({ protocol, position, prerunSeconds, readAt }: ProtocolStripProps) {
  const id = useId();
  const scroller = useRef<HTMLOListElement>(null);
  const strip = useMemo(
    () => (protocol === null ? null : protocolStrip(protocol, position, prerunSeconds)),
    [protocol, position, prerunSeconds],
  );
  const current = strip?.cards.find(({ state }) => isPlace(state))?.key ?? null;
  useEffect(() => {
    const list = scroller.current;
    const card = list?.querySelector<HTMLElement>('[data-place]');
    if (current === null || list === null || !card) return;
    const before = card.offsetLeft - list.offsetLeft;
    const hidden =
      before < list.scrollLeft || before + card.offsetWidth > list.scrollLeft + list.clientWidth;
    // The list alone: `scrollIntoView` would move the page as well.
    if (hidden) list.scrollLeft = before - 24;
  }, [current]);
  return (
    <section className={classes['panel']} aria-labelledby={id}>
      <div className={classes['head']}>
        <h2 id={id}>Protocol</h2>
        {strip !== null && (
          <p className={classes['facts']}>
            {strip.facts.join(' · ')}
            {strip.collects && (
              <>
                {strip.facts.length > 0 && ' · '}
                <Icon name="camera" size={14} /> collects data
              </>
            )}
          </p>
        )}
        {readAt !== null && strip !== null && (
          <span className={classes['read']}>read {formatTimeSeconds(readAt)}</span>
        )}
      </div>
      {strip === null ? (
        <p className={classes['calm']}>Not read from the machine yet.</p>
      ) : (
        <>
          <ol
            ref={scroller}
            className={classes['cards']}
            aria-label="Stages"
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard (WCAG 2.1.1)
            tabIndex={0}
          >
            {strip.cards.map((card) => (
              <Card key={card.key} card={card} strip={strip} />
            ))}
          </ol>
          {strip.others.length > 0 && (
            <details className={classes['others']}>
              <summary>Also in the protocol, as the machine wrote it</summary>
              {strip.others.map((text, index) => (
                // Texts of a protocol have no name but their place.
                <pre key={`text ${index + 1}`}>
                  <MachineText text={text} />
                </pre>
              ))}
            </details>
          )}
        </>
      )}
    </section>
  );
}

/** Whether the run is here, or ended here. */
function isPlace(state: CardState): boolean {
  return state === 'now' || state === 'stopped';
}

function Card({ card, strip }: { readonly card: StripCard; readonly strip: Strip }) {
  const { state, steps, facts } = card;
  const usual = Math.max(104, steps.length * 85);
  const longest = Math.max(0, ...steps.map(({ temperature }) => temperature.length));
  const head = 52 + (card.title.length + card.cycles.length) * 7;
  // A little less than usual may save scrolling, as long as everything can be read.
  const least = Math.max(head, steps.length * Math.max(82, longest * 7.5));
  return (
    <li
      className={classNames(classes['card'], classes[state])}
      style={{ flexGrow: Math.max(1, steps.length), flexBasis: usual, minWidth: least }}
      {...(isPlace(state) ? { 'data-place': true } : {})}
    >
      <div className={classes['title']} title={card.label === '' ? undefined : card.label}>
        <Icon name={icons[state]} className={classes['state']} />
        <b>{card.title}</b>
        <VisuallyHidden>{stateWords(state)}</VisuallyHidden>
        {card.cycles !== '' && <span className={classes['cycles']}>{card.cycles}</span>}
        {card.fraction > 0 && state !== 'done' && (
          <span className={classes['progress']} aria-hidden="true">
            <span style={{ transform: `scaleX(${card.fraction})` }} />
          </span>
        )}
      </div>
      {facts !== null && (
        <div className={classes['plain']}>
          <b>{facts.top}</b>
          <span className={classes['time']}>{facts.time}</span>
          <span>{facts.foot}</span>
        </div>
      )}
      {steps.length > 0 && (
        <div className={classes['body']}>
          <Profile steps={steps} strip={strip} />
          <ol className={classes['steps']}>
            {steps.map((step) => (
              <Step key={step.number} step={step} strip={strip} />
            ))}
          </ol>
        </div>
      )}
      {card.notes.map((text, index) => (
        <p key={`note ${index + 1}`} className={classes['unknown']} title={text}>
          <MachineText text={text} />
        </p>
      ))}
    </li>
  );
}

function Step({ step, strip }: { readonly step: StripStep; readonly strip: Strip }) {
  const level = step.levels.at(-1);
  return (
    <li
      className={classNames(classes['step'], classes[`step-${step.state}`])}
      aria-current={step.state === 'now' ? 'step' : undefined}
      title={step.description}
    >
      <b
        className={classes['celsius']}
        style={{ top: level === undefined ? 4 : heightOf(level, strip) - 19 }}
      >
        {step.temperature}
      </b>
      <div className={classes['notes']}>
        {step.notes.map((note) => (
          <span key={note} title={note}>
            <MachineText text={note} />
          </span>
        ))}
      </div>
      <span className={classes['time']}>{step.time}</span>
      <span className={classes['name']}>
        {step.name}
        {step.collects && (
          <>
            <Icon name="camera" />
            <VisuallyHidden>collects data</VisuallyHidden>
          </>
        )}
      </span>
    </li>
  );
}

const profileHeight = 92;
const stepWidth = 100;
/** How far a level lies from the borders of its step, in hundredths of a step. */
const inset = 17;

/** The course of the temperature: one level for each ramp. */
function Profile({
  steps,
  strip,
}: {
  readonly steps: readonly StripStep[];
  readonly strip: Strip;
}) {
  const points: string[] = [];
  for (const [index, { levels }] of steps.entries()) {
    const width = stepWidth / Math.max(1, levels.length);
    for (const [place, level] of levels.entries()) {
      const start = index * stepWidth + place * width;
      const space = (inset * width) / stepWidth;
      const y = heightOf(level, strip).toFixed(1);
      points.push(`${start + space} ${y}`, `${start + width - space} ${y}`);
    }
  }
  if (points.length === 0) return null;
  return (
    <svg
      className={classes['profile']}
      viewBox={`0 0 ${steps.length * stepWidth} ${profileHeight}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={`M${points.join('L')}`} />
    </svg>
  );
}

/** From 24 px for the highest temperature of the protocol to 72 px for the lowest. */
function heightOf(level: number, { low, high }: Strip): number {
  return high === low ? 48 : 24 + ((high - level) / (high - low)) * 48;
}
