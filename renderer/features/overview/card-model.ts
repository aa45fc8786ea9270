import type { AccessLevel } from '../../../shared/access-level.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import type { RunEnding, RunProgress, RunState } from '../../../shared/run.ts';
import type { MachineId } from '../../../shared/units.ts';
import { formatAge, formatSpan } from '../../format/age.ts';
import { durationFigure, type Figure, formatDuration } from '../../format/duration.ts';
import { formatMoment } from '../../format/time.ts';
import { visibleText } from '../../format/visible-text.ts';
import type { ButtonModel } from '../../model/button.ts';
import type { Moment } from '../../model/engine.ts';
import { type EstimateModel, estimateModel } from '../../model/estimate.ts';
import { cardButtons } from '../../model/machine-buttons.ts';
import {
  type Position,
  type ProgressModel,
  positionsOf,
  progressModel,
  progressWords,
} from '../../model/progress.ts';
import { holdersOf, leaseLeft } from '../../model/lease.ts';
import { machineStatus, runIsOn, type Status, stepWords } from '../../model/status.ts';
import {
  type Age,
  ageOf,
  blockValue,
  coverValue,
  drawerValue,
  type ValueModel,
} from '../../model/values.ts';

/** A sentence that wants to be noticed. */
export interface CardNote {
  readonly tone: 'warn' | 'err' | 'plain';
  readonly text: string;
  readonly remedy: string;
}

/** Everything a card shows, as words. */
export interface CardModel {
  readonly id: MachineId;
  readonly name: string;
  readonly status: Status;
  readonly level: AccessLevel | null;
  /** Time until a held level is given back; empty for none. */
  readonly levelLeft: string;
  readonly simulated: boolean;
  readonly unread: boolean;
  readonly figure: (Figure & { readonly caption: string }) | null;
  readonly title: string;
  /** When anything was last heard; null if never. */
  readonly heard: Age | null;
  readonly progress: (ProgressModel & { readonly tone: 'ok' | 'warn' | 'quiet' }) | null;
  /** Two captions below the bar; empty strings for none. */
  readonly left: string;
  readonly right: string;
  /** Where the captions' times come from; empty if that needs no word. */
  readonly source: string;
  /** Time left of a run that is on, what comes next, and where each is known from. */
  readonly estimate: EstimateModel | null;
  readonly positions: readonly Position[];
  /** A calm line where there is no run. */
  readonly calm: string;
  readonly note: CardNote | null;
  readonly values: {
    readonly block: ValueModel;
    readonly cover: ValueModel;
    readonly drawer: ValueModel;
  };
  readonly buttons: readonly ButtonModel[];
}

/** Derives a card from one snapshot. Pure: the same snapshot and moment always give the same card. */
export function cardModel(snapshot: MachineSnapshot, moment: Moment): CardModel {
  const { settings, connection, readings, run } = snapshot;
  const status = machineStatus(snapshot, moment);
  return {
    id: snapshot.id,
    name: visibleText(settings.name),
    status,
    level: connection.kind === 'ready' ? connection.level : null,
    levelLeft: leaseLeft(snapshot, moment),
    simulated: settings.kind === 'simulated',
    unread: run.kind === 'ended',
    figure: figureOf(snapshot, status, moment),
    heard: ageOf(snapshot.heardAt, moment),
    ...runLines(snapshot, status, moment),
    note: noteOf(snapshot, status, moment),
    values: {
      block: blockValue(readings, moment),
      cover: coverValue(readings, moment),
      drawer: drawerValue(readings, moment),
    },
    buttons: cardButtons(snapshot, moment),
  };
}

function figureOf(snapshot: MachineSnapshot, status: Status, moment: Moment): CardModel['figure'] {
  const { connection, run } = snapshot;
  if (connection.kind === 'waiting') {
    const seconds = Math.max(0, Math.ceil((connection.retryAt - moment.now) / 1000));
    return { ...durationFigure(seconds), caption: 'to next try' };
  }
  if (connection.kind !== 'ready' || status.freshness === 'lost') return null;
  if (run.kind === 'paused')
    return { ...durationFigure((moment.now - run.pausedAt) / 1000), caption: 'paused' };
  const left = run.kind === 'active' ? estimateOf(snapshot, moment)?.left : null;
  if (left === null || left === undefined) return null;
  return { ...durationFigure(left.seconds), caption: left.caption };
}

function estimateOf({ estimate }: MachineSnapshot, { now }: Moment): EstimateModel | null {
  return estimate === null ? null : estimateModel(estimate, now);
}

type RunLines = Pick<
  CardModel,
  'title' | 'progress' | 'left' | 'right' | 'source' | 'estimate' | 'positions' | 'calm'
>;

const noLines: RunLines = {
  title: '',
  progress: null,
  left: '',
  right: '',
  source: '',
  estimate: null,
  positions: [],
  calm: '',
};

function runLines(snapshot: MachineSnapshot, status: Status, moment: Moment): RunLines {
  const { run } = snapshot;
  switch (run.kind) {
    case 'unknown':
      return { ...noLines, title: unknownTitle(snapshot), calm: calmWords(snapshot) };
    case 'none':
      return { ...noLines, title: 'No run', calm: calmWords(snapshot) };
    case 'active':
    case 'paused':
      return status.freshness === 'lost'
        ? lastSeenLines(run, snapshot, moment)
        : currentLines(run, snapshot, moment);
    case 'ended':
      return endedLines(run, moment);
    default:
      return assertNever(run);
  }
}

function unknownTitle(snapshot: MachineSnapshot): string {
  return snapshot.heardAt === null ? 'Not seen yet' : 'Run not known';
}

function calmWords(snapshot: MachineSnapshot): string {
  const { settings, connection } = snapshot;
  if (connection.kind === 'connecting') return stepWords[connection.step];
  if (connection.kind === 'ready' && snapshot.run.kind === 'unknown') return 'Reading its state…';
  if (connection.kind === 'off' && connection.last === null)
    return settings.mode === 'on-demand'
      ? 'Connects when you ask for something, then leaves.'
      : 'Switched off here. Connect to watch it.';
  return settings.kind === 'simulated' ? 'Practice here: nothing moves and nothing heats.' : '';
}

type Ongoing = Extract<RunState, { kind: 'active' | 'paused' }>;

function titleOf(title: string): string {
  return title === '' ? 'Untitled run' : visibleText(title);
}

function currentLines(run: Ongoing, snapshot: MachineSnapshot, moment: Moment): RunLines {
  const { progress } = run;
  const bar = progressModel(progress, snapshot.estimate);
  const tone = run.kind === 'paused' ? 'warn' : 'ok';
  const estimate = estimateOf(snapshot, moment);
  return {
    ...noLines,
    title: titleOf(progress.title),
    progress: bar === null ? null : { ...bar, tone },
    left: elapsedWords(progress, estimate),
    right: estimate?.finish.text ?? '',
    source: estimate?.finish.explanation ?? '',
    estimate,
    positions: positionsOf(progress),
  };
}

function elapsedWords({ time }: RunProgress, estimate: EstimateModel | null): string {
  const left = estimate?.left ?? null;
  const words = [
    time === null ? '' : `Elapsed ${formatDuration(time.elapsedSeconds)}`,
    left === null || left.caption !== 'left' ? '' : `remaining ${formatDuration(left.seconds)}`,
  ];
  return words.filter((word) => word !== '').join(' · ');
}

function lastSeenLines(run: Ongoing, { estimate }: MachineSnapshot, moment: Moment): RunLines {
  const { progress } = run;
  const doing = run.kind === 'paused' ? 'Paused' : 'Running';
  const remaining = run.kind === 'active' ? (estimate?.remaining ?? null) : null;
  const end = remaining?.kind === 'known' ? remaining.finishAt : null;
  return {
    ...noLines,
    title: titleOf(progress.title),
    left: `Last seen: ${doing}, ${progressWords(progress)}`,
    right: end === null ? '' : `was to end ≈ ${formatMoment(end, moment.now)}`,
    source: end === null ? '' : (remaining?.explanation ?? ''),
  };
}

/** What the band's word leaves unsaid about an ending. */
const endingWords: Readonly<Record<RunEnding, string>> = {
  completed: ' · Completed',
  stopped: '',
  aborted: '',
  failed: '',
  unknown: ' · it was over when contact came back',
};

function endedLines(run: Extract<RunState, { kind: 'ended' }>, moment: Moment): RunLines {
  const bar = run.last === null ? null : progressModel(run.last, null);
  const full = { sections: [{ weight: 1, filled: 1 }], percent: 100, text: 'all', explanation: '' };
  const shown = run.ending === 'completed' ? full : bar;
  const elapsed = run.last?.time?.elapsedSeconds;
  const took = elapsed === undefined ? '' : `, took ${formatDuration(elapsed)}`;
  return {
    ...noLines,
    title: titleOf(run.title),
    progress:
      shown === null ? null : { ...shown, tone: run.ending === 'completed' ? 'ok' : 'quiet' },
    left: `Ended ${formatAge(run.endedAt, moment.now)}${endingWords[run.ending]}`,
    right: `${formatMoment(run.endedAt, moment.now)}${took}`,
  };
}

function noteOf(snapshot: MachineSnapshot, status: Status, moment: Moment): CardNote | null {
  const { connection, run, heardAt } = snapshot;
  const maybeRunning = runIsOn(snapshot) ? 'The run may be continuing on the machine. ' : '';
  const lostFor = heardAt === null ? '' : `Last heard ${formatSpan(moment.now - heardAt)} ago. `;
  switch (connection.kind) {
    case 'stopped':
      return {
        tone: 'err',
        text: `${maybeRunning}${connection.last.message}`,
        remedy: connection.last.remedy,
      };
    case 'waiting':
      if (maybeRunning !== '')
        return { tone: 'warn', text: `${maybeRunning}${connection.last.message}`, remedy: '' };
      return { tone: 'plain', text: connection.last.message, remedy: connection.last.remedy };
    case 'off':
      if (connection.last === null)
        return maybeRunning === '' ? null : { tone: 'warn', text: maybeRunning.trim(), remedy: '' };
      return {
        tone: 'err',
        text: `${maybeRunning}${connection.last.message}`,
        remedy: connection.last.remedy,
      };
    case 'connecting':
    case 'leaving':
      return maybeRunning === '' || status.freshness !== 'lost'
        ? null
        : { tone: 'warn', text: `${maybeRunning}${lostFor}`.trim(), remedy: '' };
    case 'ready':
      if (status.freshness === 'lost')
        return {
          tone: 'warn',
          text: `${maybeRunning}${lostFor}`.trim(),
          remedy: 'QuantDeck is checking the connection.',
        };
      if (run.kind === 'ended' && run.ending === 'failed')
        return { tone: 'err', text: failureWords(run.reason), remedy: '' };
      return exclusiveNote(snapshot);
    default:
      return assertNever(connection);
  }
}

/** Another session that keeps this workstation from acting. */
function exclusiveNote(snapshot: MachineSnapshot): CardNote | null {
  const holder = holdersOf(snapshot).find(({ exclusive }) => exclusive);
  if (holder === undefined) return null;
  return { tone: 'warn', text: `${holder.text}.`, remedy: holder.blocks };
}

function failureWords(reason: string): string {
  return reason === ''
    ? 'The machine did not say why.'
    : `The machine says: ${visibleText(reason)}`;
}
