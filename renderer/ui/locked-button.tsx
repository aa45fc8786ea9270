import { Tooltip, VisuallyHidden } from '@mantine/core';
import { useId, useState } from 'react';
import classes from './button.module.css';
import { classNames } from './button.tsx';
import { Icon } from './icon.tsx';

interface LockedButtonProps {
  readonly name: string;
  readonly reason: string;
  readonly small?: boolean;
  readonly className?: string | undefined;
  /** Called with the reason when someone presses it all the same, so that it is spoken too. */
  readonly onExplain?: ((reason: string) => void) | undefined;
}

/** A button that cannot be used now. It stays reachable and says why on hover, focus and press. */
export function LockedButton({
  name,
  reason,
  small = false,
  className,
  onExplain,
}: LockedButtonProps) {
  const id = useId();
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  const [pressed, setPressed] = useState(false);
  return (
    <>
      <Tooltip label={reason} opened={hovered || focused || pressed} multiline maw={280}>
        <button
          type="button"
          aria-disabled="true"
          aria-describedby={id}
          className={classNames(
            classes['button'],
            small && classes['small'],
            classes['locked'],
            className,
          )}
          onPointerEnter={() => setHovered(true)}
          onPointerLeave={() => {
            setHovered(false);
            setPressed(false);
          }}
          onFocus={(event) => setFocused(event.currentTarget.matches(':focus-visible'))}
          onBlur={() => {
            setFocused(false);
            setPressed(false);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setFocused(false);
          }}
          onClick={() => {
            setPressed(true);
            onExplain?.(reason);
          }}
        >
          <Icon name="lock" />
          <span className={classes['word']}>{name}</span>
        </button>
      </Tooltip>
      <VisuallyHidden id={id}>{reason}</VisuallyHidden>
    </>
  );
}
