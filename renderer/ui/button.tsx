import type { ReactNode, Ref } from 'react';
import type { IconName } from '../model/icon-name.ts';
import classes from './button.module.css';
import { Icon } from './icon.tsx';

export type Emphasis = 'plain' | 'filled' | 'danger' | 'quiet';

interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress?: (() => void) | undefined;
  readonly icon?: IconName | undefined;
  readonly emphasis?: Emphasis;
  readonly small?: boolean;
  readonly type?: 'button' | 'submit';
  readonly ref?: Ref<HTMLButtonElement>;
  readonly className?: string | undefined;
  readonly describedBy?: string | undefined;
  /** Takes the focus when its dialog opens. */
  readonly takesFocus?: boolean;
  /** Names the button where its visible words change or are missing. */
  readonly label?: string | undefined;
}

/** Joins class names, leaving out what does not apply. */
export function classNames(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}

const emphasisClass: Readonly<Record<Emphasis, string | undefined>> = {
  plain: undefined,
  filled: classes['filled'],
  danger: classes['danger'],
  quiet: classes['quiet'],
};

/** The one look of buttons. */
export function Button({
  children,
  onPress,
  icon,
  emphasis = 'plain',
  small = false,
  type = 'button',
  ref,
  className,
  describedBy,
  takesFocus = false,
  label,
}: ButtonProps) {
  return (
    <button
      type={type}
      ref={ref}
      className={classNames(
        classes['button'],
        small && classes['small'],
        emphasisClass[emphasis],
        className,
      )}
      onClick={onPress}
      aria-describedby={describedBy}
      aria-label={label}
      {...(takesFocus ? { 'data-autofocus': true } : {})}
    >
      {icon !== undefined && <Icon name={icon} />}
      <span className={classes['word']}>{children}</span>
    </button>
  );
}
