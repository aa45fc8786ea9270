import {
  ArrowUpRight,
  Check,
  ChevronRight,
  CircleX,
  Clock,
  Ellipsis,
  FileQuestionMark,
  Hand,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ConsoleLine, ConsoleLineKind } from '../../../shared/console.ts';
import { formatMilliseconds } from '../../format/duration.ts';
import { formatTimeMilliseconds } from '../../format/time.ts';
import { classNames } from '../../ui/button.tsx';
import { MachineText } from '../../ui/words.tsx';
import classes from './console.module.css';
import { type ConsoleRow, floodWords, lineBody } from './console-model.ts';

const pictures: Readonly<Record<ConsoleLineKind, LucideIcon>> = {
  command: ArrowUpRight,
  next: Clock,
  ok: Check,
  error: CircleX,
  message: Ellipsis,
  ready: Hand,
  unrecognised: FileQuestionMark,
  opened: Hand,
  closed: Hand,
};

/** The first word as the wire writes it; what QuantDeck adds is in plain words. */
const kindWords: Readonly<Record<ConsoleLineKind, string>> = {
  command: 'Sent',
  next: 'NEXT',
  ok: 'OK',
  error: 'ERRor',
  message: 'MESSage',
  ready: 'READy',
  unrecognised: 'Not known',
  opened: 'Connected',
  closed: 'Ended',
};

const kindClasses: Readonly<Record<ConsoleLineKind, string | undefined>> = {
  command: classes['command'],
  next: undefined,
  ok: classes['ok'],
  error: classes['error'],
  message: classes['message'],
  ready: classes['message'],
  unrecognised: classes['error'],
  opened: classes['message'],
  closed: classes['message'],
};

interface RowProps {
  readonly row: ConsoleRow;
  readonly opened: ReadonlySet<string>;
  readonly onToggle: (key: string) => void;
}

/** The inside of one transcript row, and the classes its frame needs. */
export function rowClasses(row: ConsoleRow): string {
  const kind = row.kind === 'line' ? row.line.kind : 'message';
  const tall = row.kind === 'flood' || lineBody(row.line.text).kind === 'folded';
  return classNames(classes['row'], kindClasses[kind], tall && classes['tall']);
}

export function ConsoleRowContent({ row, opened, onToggle }: RowProps) {
  if (row.kind === 'flood')
    return (
      <>
        <Lead line={row.latest} />
        <span className={classes['text']}>
          <Fold open={row.open} label={floodWords(row.lines)} onToggle={() => onToggle(row.key)} />
          latest <MachineText text={row.latest.text} />
        </span>
        <span />
      </>
    );
  const { line } = row;
  return (
    <>
      <Lead line={line} />
      <span className={classes['text']}>
        <Body line={line} open={opened.has(row.key)} onToggle={() => onToggle(row.key)} />
      </span>
      <span className={classes['took']}>
        {line.durationMilliseconds === null ? '' : formatMilliseconds(line.durationMilliseconds)}
      </span>
    </>
  );
}

function Lead({ line }: { readonly line: ConsoleLine }) {
  const Picture = pictures[line.kind];
  return (
    <>
      <time>{formatTimeMilliseconds(line.at)}</time>
      <span className={classes['ident']}>{line.ident ?? ''}</span>
      <span className={classes['kind']}>
        <Picture size={14} aria-hidden="true" />
        {kindWords[line.kind]}
      </span>
    </>
  );
}

interface BodyProps {
  readonly line: ConsoleLine;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function Body({ line, open, onToggle }: BodyProps) {
  const body = lineBody(line.text);
  if (body.kind === 'whole') {
    if (body.text === '' && line.kind === 'next') return 'accepted, still working';
    return <MachineText text={body.text} />;
  }
  return (
    <>
      <Fold open={open} label={body.label} onToggle={onToggle} />
      {open ? (
        <div className={classes['opened']}>
          <MachineText text={body.text} />
          {body.hidden > 0 && (
            <p>… {body.hidden.toLocaleString('en')} more characters are not drawn here.</p>
          )}
        </div>
      ) : (
        <MachineText text={body.first} />
      )}
    </>
  );
}

interface FoldProps {
  readonly open: boolean;
  readonly label: string;
  readonly onToggle: () => void;
}

function Fold({ open, label, onToggle }: FoldProps) {
  return (
    <button type="button" className={classes['fold']} aria-expanded={open} onClick={onToggle}>
      <ChevronRight size={16} aria-hidden="true" />
      {label}
    </button>
  );
}
