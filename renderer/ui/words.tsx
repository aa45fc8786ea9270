import type { ReactNode } from 'react';
import type { AccessLevel } from '../../shared/access-level.ts';
import type { InterlockReason } from '../../shared/action.ts';
import { visiblePieces } from '../format/visible-text.ts';
import type { IconName } from '../model/icon-name.ts';
import type { Age } from '../model/values.ts';
import { Eye, FlaskConical, KeyRound } from 'lucide-react';
import { classNames } from './button.tsx';
import { Icon } from './icon.tsx';
import classes from './words.module.css';

interface LevelBadgeProps {
  readonly level: AccessLevel;
  /** Time until a held level is given back, such as `4:52`; empty for none. */
  readonly left?: string;
}

/** The level a session holds: an eye while it only looks, a key while it may act. */
export function LevelBadge({ level, left = '' }: LevelBadgeProps) {
  const Picture = level === 'Guest' || level === 'Observer' ? Eye : KeyRound;
  return (
    <span className={classes['badge']}>
      <Picture size={14} aria-hidden="true" />
      {level}
      {left !== '' && ` ${left}`}
    </span>
  );
}

export function SimulatedBadge() {
  return (
    <span className={classNames(classes['badge'], classes['dashed'])}>
      <FlaskConical size={14} aria-hidden="true" />
      simulated
    </span>
  );
}

/** An age; amber with a clock once the value is stale. */
export function AgeLabel({ age, prefix = '' }: { readonly age: Age; readonly prefix?: string }) {
  const old = age.freshness !== 'fresh';
  return (
    <span className={classNames(classes['age'], old && classes['stale'])}>
      {old && <Icon name="clock" size={14} />}
      {prefix}
      {age.text}
    </span>
  );
}

/** The class of a value that can no longer be trusted to be current. */
export function agedClass(age: Age | null): string | undefined {
  return age !== null && age.freshness !== 'fresh' ? classes['aged'] : undefined;
}

const noteIcons: Readonly<Record<'plain' | 'warn' | 'err' | 'ok', IconName>> = {
  plain: 'info',
  warn: 'attention',
  err: 'error',
  ok: 'finished',
};

interface NoteProps {
  readonly tone: 'plain' | 'warn' | 'err' | 'ok';
  readonly children: ReactNode;
  readonly icon?: IconName;
}

export function Note({ tone, children, icon = noteIcons[tone] }: NoteProps) {
  return (
    <div className={classNames(classes['note'], tone !== 'plain' && classes[tone])}>
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  );
}

/** Text from a machine, drawn so that no character in it can hide or reorder anything. */
export function MachineText({ text }: { readonly text: string }) {
  return (
    <span className={classes['isolate']}>
      {visiblePieces(text).map((piece) =>
        piece.kind === 'text' ? (
          piece.text
        ) : (
          <span key={piece.at} className={classes['mark']}>
            {piece.text}
          </span>
        ),
      )}
    </span>
  );
}

/** What must be read before something is sent. */
export function ReasonList({ reasons }: { readonly reasons: readonly InterlockReason[] }) {
  return (
    <ul className={classes['reasons']}>
      {reasons.map((reason) => (
        <li key={reason.code}>
          <Icon name={reason.code.startsWith('hot') ? 'heat' : 'attention'} />
          <span>{reason.text}</span>
        </li>
      ))}
    </ul>
  );
}
