import type { MachineSnapshot } from '../../../shared/machine.ts';
import { formatAge, formatSpan } from '../../format/age.ts';
import type { Figure } from '../../format/duration.ts';
import type { IconName } from '../../model/icon-name.ts';
import type { Moment } from '../../model/engine.ts';
import type { ProgressModel } from '../../model/progress.ts';
import type { Tone } from '../../model/status.ts';
import { cardModel } from '../overview/card-model.ts';

/** A machine as it is read from across the room: colour, words and picture all say its state. */
export interface WallCard {
  readonly name: string;
  readonly simulated: boolean;
  /** `lost`: nothing shown is current, whatever it says. */
  readonly tone: Tone | 'lost';
  readonly icon: IconName;
  readonly word: string;
  /** What it is doing just now; empty for nothing. */
  readonly activity: string;
  /** The one figure: time left, how long it is paused or over, or how long nothing was heard. */
  readonly figure: (Figure & { readonly caption: string }) | null;
  /** `done ≈ 14:32`, or what else is worth the second largest line. */
  readonly second: string;
  /** The run's title, or a sentence that wants to be noticed. */
  readonly third: string;
  readonly place: string;
  readonly progress: (ProgressModel & { readonly tone: 'ok' | 'warn' | 'quiet' }) | null;
  /** When it was last heard, in words, and whether that is too long ago. */
  readonly heard: string;
  readonly stale: boolean;
}

/** Derives a wall card. It says what the machine's card says, only larger and less of it. */
export function wallCard(snapshot: MachineSnapshot, moment: Moment): WallCard {
  const card = cardModel(snapshot, moment);
  const { status } = card;
  const { heardAt, connection } = snapshot;
  // A machine that is left alone on purpose is not lost.
  const lost = status.freshness === 'lost' && heardAt !== null && connection.kind !== 'off';
  const stale = status.live && status.freshness === 'stale';
  const note = card.note?.text ?? '';
  const figure = lost
    ? { ...spanFigure(moment.now - heardAt), caption: 'without a word' }
    : (card.figure ?? endedFigure(snapshot, moment));
  const calm = card.calm === '' ? card.title : card.calm;
  const second = card.right !== '' || figure !== null ? card.right : note === '' ? calm : note;
  const third = note === '' || note === second ? card.title : note;
  return {
    name: card.name,
    simulated: card.simulated,
    tone: lost && status.tone === 'idle' ? 'lost' : status.tone,
    icon: status.icon,
    word: status.word,
    activity: status.activity ?? '',
    figure,
    second,
    third: third === second ? '' : third,
    place: lost
      ? card.left
      : card.positions.map(({ label, value }) => `${label} ${value}`.trim()).join(' · '),
    progress: lost ? null : card.progress,
    heard:
      heardAt === null
        ? 'never heard'
        : `${stale ? 'last heard' : 'heard'} ${formatAge(heardAt, moment.now)}`,
    stale,
  };
}

function endedFigure({ run }: MachineSnapshot, { now }: Moment): WallCard['figure'] {
  return run.kind === 'ended' ? { ...spanFigure(now - run.endedAt), caption: 'ago' } : null;
}

/** `12 min` as a figure. */
function spanFigure(milliseconds: number): Figure {
  const [value = '', unit = ''] = formatSpan(milliseconds).split(' ');
  return { value, unit };
}
