import {
  ArrowUpRight,
  Check,
  CircleX,
  Clock,
  Ellipsis,
  FileQuestionMark,
  Hand,
  type LucideIcon,
  Plug,
  Unplug,
} from 'lucide-react';
import { memo } from 'react';
import { type AccessLevel, atLeast } from '../../../shared/access-level.ts';
import type { ConsoleLine, ConsoleLineKind } from '../../../shared/console.ts';
import type { MachineId } from '../../../shared/units.ts';
import { formatMilliseconds } from '../../format/duration.ts';
import { formatTimeMilliseconds } from '../../format/time.ts';
import type { LineLog } from '../../stores/line-log.ts';
import { Button, classNames } from '../../ui/button.tsx';
import { accessRefusal } from './access-refusal.ts';
import { kindWords } from './kind-words.ts';
import { lineBody } from './line-body.ts';
import { MarkedText } from './marked-text.tsx';
import { Fold, RowBody } from './row-body.tsx';
import type { Ranges } from './search/pattern.ts';
import classes from './transcript.module.css';
import { type Repeats, repeatWords, type TranscriptRow } from './transcript-rows.ts';

const pictures: Readonly<Record<ConsoleLineKind, LucideIcon>> = {
  command: ArrowUpRight,
  next: Clock,
  ok: Check,
  error: CircleX,
  message: Ellipsis,
  ready: Hand,
  unrecognised: FileQuestionMark,
  opened: Plug,
  closed: Unplug,
};

const kindClasses: Readonly<Record<ConsoleLineKind, string | undefined>> = {
  command: classes['command'],
  next: undefined,
  ok: classes['ok'],
  error: classes['error'],
  message: classes['message'],
  ready: classes['message'],
  unrecognised: classes['error'],
  opened: classes['session'],
  closed: classes['session'],
};

export interface RowActions {
  readonly onToggle: (key: number) => void;
  /** Sends a refused command again at a level that suffices. */
  readonly onRunAs: (command: string, level: AccessLevel) => void;
}

interface ConsoleRowProps extends RowActions {
  readonly machineId: MachineId;
  readonly rowKey: number;
  /** The line, or the latest of `repeats`. */
  readonly line: ConsoleLine;
  readonly repeats: Repeats | null;
  readonly log: LineLog;
  readonly open: boolean;
  readonly ranges: Ranges | null;
  /** Levels a refused command may be sent at again. */
  readonly cap: AccessLevel;
}

/** The classes the frame of a row needs. */
export function rowClasses({ line, repeats }: TranscriptRow): string {
  return classNames(
    classes['row'],
    kindClasses[line.kind],
    (repeats !== null || lineBody(line).kind === 'folded') && classes['tall'],
    line.origin === 'panel' && classes['own'],
  );
}

/** The inside of one transcript row. */
export const ConsoleRow = memo(function ConsoleRow(props: ConsoleRowProps) {
  const { machineId, rowKey, line, repeats, log, open, ranges, cap, onToggle, onRunAs } = props;
  if (repeats !== null)
    return (
      <>
        <Lead line={line} />
        <span className={classNames(classes['text'], !open && classes['brief'])}>
          <Fold open={open} label={repeatWords(repeats.counts)} onToggle={() => onToggle(rowKey)} />
          {open ? (
            <RepeatedLines log={log} first={repeats.first} last={repeats.last} />
          ) : (
            <>
              latest <MarkedText text={line.text} ranges={null} />
            </>
          )}
        </span>
        <span />
      </>
    );
  const refusal = accessRefusal(line, log);
  return (
    <>
      <Lead line={line} />
      <span className={classes['text']}>
        <RowBody
          machineId={machineId}
          line={line}
          open={open}
          ranges={ranges}
          onToggle={() => onToggle(rowKey)}
        />
        {refusal !== null && <Refusal refusal={refusal} cap={cap} onRunAs={onRunAs} />}
      </span>
      <span className={classes['took']}>
        {line.durationMilliseconds === null ? '' : formatMilliseconds(line.durationMilliseconds)}
      </span>
    </>
  );
});

function Lead({ line }: { readonly line: ConsoleLine }) {
  const Picture = pictures[line.kind];
  return (
    <>
      <time dateTime={new Date(line.at).toISOString()}>{formatTimeMilliseconds(line.at)}</time>
      <span className={classes['ident']} title={line.ident ?? undefined}>
        {line.ident ?? ''}
      </span>
      <span className={classes['kind']}>
        <Picture size={14} aria-hidden="true" />
        {kindWords[line.kind]}
      </span>
    </>
  );
}

interface RefusalProps {
  readonly refusal: NonNullable<ReturnType<typeof accessRefusal>>;
  readonly cap: AccessLevel;
  readonly onRunAs: RowActions['onRunAs'];
}

function Refusal({ refusal, cap, onRunAs }: RefusalProps) {
  const { command, had, needed } = refusal;
  const word = command.split(/\s/, 1)[0] ?? '';
  return (
    <span className={classes['plain']}>
      <span>
        <b>{had === null ? 'Not allowed.' : `Not allowed as ${had}.`}</b>{' '}
        {needed === null ? `${word} needs a higher level.` : `${word} needs ${needed}.`} The machine
        did nothing.
        {needed !== null && !atLeast(cap, needed) && ` This machine is limited to ${cap}.`}
      </span>
      {needed !== null && atLeast(cap, needed) && (
        <Button small icon="key" onPress={() => onRunAs(command, needed)}>
          {`Run once as ${needed}`}
        </Button>
      )}
    </span>
  );
}

/** Lines of a stretch of repeats drawn when it is opened; the latest count. */
const drawnRepeats = 200;

interface RepeatedLinesProps {
  readonly log: LineLog;
  readonly first: number;
  readonly last: number;
}

function RepeatedLines({ log, first, last }: RepeatedLinesProps) {
  const lines: ConsoleLine[] = [];
  for (let at = last; at >= first && lines.length < drawnRepeats; at -= 1) {
    const line = log.at(at);
    // Lines of QuantDeck's own that were hidden lie in between.
    if (line?.kind === 'message') lines.unshift(line);
  }
  return (
    <ol className={classes['repeats']}>
      {lines.map((line) => (
        <li key={line.sequence}>
          <time>{formatTimeMilliseconds(line.at)}</time>{' '}
          <MarkedText text={line.text} ranges={null} />
        </li>
      ))}
    </ol>
  );
}
