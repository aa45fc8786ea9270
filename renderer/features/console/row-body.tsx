import { ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { assertNever } from '../../../shared/assert-never.ts';
import type { ConsoleBody, ConsoleLine } from '../../../shared/console.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { MachineId } from '../../../shared/units.ts';
import { useAsk } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import { downloadFile } from '../timeline/download.ts';
import { base64ToBytes, bareBody, type BodyKind, bodyKind } from './body/body-kind.ts';
import { hexDump, prettyProtocol, prettyXml } from './body/pretty.ts';
import { lineBody, openedCharacters } from './line-body.ts';
import { MarkedText } from './marked-text.tsx';
import type { Ranges } from './search/pattern.ts';
import classes from './transcript.module.css';

interface RowBodyProps {
  readonly machineId: MachineId;
  readonly line: ConsoleLine;
  readonly open: boolean;
  readonly ranges: Ranges | null;
  readonly onToggle: () => void;
}

/** What a line says: whole, or folded behind a button that names its size. */
export function RowBody({ machineId, line, open, ranges, onToggle }: RowBodyProps) {
  const body = lineBody(line);
  if (body.kind === 'whole') {
    if (body.text === '' && line.kind === 'next')
      return <span className={classes['aside']}>accepted, still working</span>;
    return <MarkedText text={body.text} ranges={ranges} />;
  }
  return (
    <>
      <Fold open={open} label={body.label} onToggle={onToggle} />
      {open ? (
        <OpenBody machineId={machineId} line={line} ranges={ranges} />
      ) : (
        <>
          {body.first}
          {ranges !== null && <mark className={classes['inside']}>match inside</mark>}
        </>
      )}
    </>
  );
}

interface FoldProps {
  readonly open: boolean;
  readonly label: string;
  readonly onToggle: () => void;
}

export function Fold({ open, label, onToggle }: FoldProps) {
  return (
    <button
      type="button"
      className={classes['fold']}
      aria-expanded={open}
      // The transcript itself is walked with the arrows; Enter opens what the current line folds.
      tabIndex={-1}
      onClick={onToggle}
    >
      <ChevronRight size={16} aria-hidden="true" />
      {label}
    </button>
  );
}

type Reading = 'raw' | 'tidy' | 'hex';

const readingWords: Readonly<Record<Reading, string>> = {
  raw: 'As sent',
  tidy: 'Tidied',
  hex: 'Bytes',
};

function OpenBody({
  machineId,
  line,
  ranges,
}: Pick<RowBodyProps, 'machineId' | 'line' | 'ranges'>) {
  const ask = useAsk();
  const kind = bodyKind(line.text, line.clipped);
  const [reading, setReading] = useState<Reading>(kind === 'binary' ? 'hex' : 'raw');
  const [whole, setWhole] = useState<string | null>(line.clipped ? null : line.text);
  const [bytes, setBytes] = useState<Uint8Array | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const wanted =
    reading === 'hex' ? (bytes === null ? 'base64' : null) : whole === null ? 'text' : null;

  useEffect(() => {
    if (wanted === null) return undefined;
    let gone = false;
    const take = (body: ConsoleBody): void => {
      if (body.as === 'text') setWhole(body.data);
      else setBytes(base64ToBytes(body.data));
    };
    const read = async (): Promise<void> => {
      const answer = await ask('console.body', { machineId, sequence: line.sequence, as: wanted });
      if (gone) return;
      if (answer.ok) take(answer.value);
      else setFailure(answer.failure);
    };
    void read();
    return () => {
      gone = true;
    };
  }, [ask, machineId, line.sequence, wanted]);

  const saveFile = async (): Promise<void> => {
    const answer = await ask('console.decode', { machineId, sequence: line.sequence });
    if (!answer.ok) setFailure(answer.failure);
    else {
      const { fileName, mediaType, base64 } = answer.value;
      downloadFile(fileName, new Blob([base64ToBytes(base64)], { type: mediaType }));
    }
  };

  return (
    <div className={classes['opened']}>
      <div className={classes['readings']} role="toolbar" aria-label="How to read it">
        {readingsOf(kind).map((choice) => (
          <button
            key={choice}
            type="button"
            className={classes['reading']}
            aria-pressed={reading === choice}
            onClick={() => setReading(choice)}
          >
            {readingWords[choice]}
          </button>
        ))}
        {kind === 'base64' && (
          <Button small icon="download" onPress={() => void saveFile()}>
            Save as a file
          </Button>
        )}
      </div>
      {failure !== null && (
        <p role="alert">
          <b>{failure.message}</b> {failure.remedy}
        </p>
      )}
      {failure === null && (
        <Shown reading={reading} kind={kind} whole={whole} bytes={bytes} ranges={ranges} />
      )}
    </div>
  );
}

function readingsOf(kind: BodyKind): readonly Reading[] {
  switch (kind) {
    case 'xml':
    case 'protocol':
      return ['raw', 'tidy', 'hex'];
    case 'text':
    case 'base64':
    case 'binary':
      return ['raw', 'hex'];
    default:
      return assertNever(kind);
  }
}

interface ShownProps {
  readonly reading: Reading;
  readonly kind: BodyKind;
  readonly whole: string | null;
  readonly bytes: Uint8Array | null;
  readonly ranges: Ranges | null;
}

function Shown({ reading, kind, whole, bytes, ranges }: ShownProps) {
  if (reading === 'hex')
    return bytes === null ? (
      <p>Reading…</p>
    ) : (
      <pre className={classes['bytes']}>{hexDump(bytes)}</pre>
    );
  if (whole === null) return <p>Reading…</p>;
  const text =
    reading === 'raw'
      ? whole.replace(/\n+$/, '')
      : kind === 'xml'
        ? prettyXml(bareBody(whole))
        : prettyProtocol(whole);
  const hidden = text.length - openedCharacters;
  return (
    <>
      <MarkedText
        text={text.slice(0, openedCharacters)}
        ranges={reading === 'raw' ? ranges : null}
      />
      {hidden > 0 && (
        <p className={classes['aside']}>
          … {hidden.toLocaleString('en')} more characters are not drawn here. Export the transcript
          to read them.
        </p>
      )}
    </>
  );
}
