import type { ReactNode } from 'react';
import { MachineText } from '../../ui/words.tsx';
import classes from './transcript.module.css';
import type { Ranges } from './search/pattern.ts';

interface MarkedTextProps {
  readonly text: string;
  /** Matches of a search to be marked; those beyond the text are left out. */
  readonly ranges: Ranges | null;
}

/** Text from a machine with the matches of a search marked. */
export function MarkedText({ text, ranges }: MarkedTextProps) {
  if (ranges === null || ranges.length === 0) return <MachineText text={text} />;
  const parts: ReactNode[] = [];
  let from = 0;
  for (let index = 0; index + 1 < ranges.length; index += 2) {
    const start = Math.max(from, ranges[index] ?? 0);
    const end = Math.min(text.length, ranges[index + 1] ?? 0);
    if (end <= start) continue;
    if (start > from) parts.push(<MachineText key={from} text={text.slice(from, start)} />);
    parts.push(
      <mark key={`mark ${start}`} className={classes['match']}>
        <MachineText text={text.slice(start, end)} />
      </mark>,
    );
    from = end;
  }
  if (from < text.length) parts.push(<MachineText key={from} text={text.slice(from)} />);
  return parts;
}
