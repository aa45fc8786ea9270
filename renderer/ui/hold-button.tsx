import { Tooltip, VisuallyHidden } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import type { WindowClock } from '../clock.ts';
import type { IconName } from '../model/icon-name.ts';
import classes from './button.module.css';
import { classNames } from './button.tsx';
import { Icon } from './icon.tsx';

/** How long it must be held. */
export const holdMilliseconds = 1_200;
/** How long the hint stays after a press that was too short. */
const hintMilliseconds = 2_500;

const hint = 'Hold for a second. A question follows before anything is sent.';

interface HoldButtonProps {
  readonly name: string;
  readonly icon: IconName;
  readonly clock: WindowClock;
  readonly onHeld: () => void;
  readonly small?: boolean;
  readonly className?: string | undefined;
}

/**
 * A button that acts only when held, by mouse, touch, Enter or Space. A click that no pointer or key made comes from
 * assistive technology, which cannot hold: it acts at once, because only a question follows.
 */
export function HoldButton({
  name,
  icon,
  clock,
  onHeld,
  small = false,
  className,
}: HoldButtonProps) {
  const id = useId();
  const [holding, setHolding] = useState(false);
  const [hinted, setHinted] = useState(false);
  const cancel = useRef<(() => void) | null>(null);
  const cancelHint = useRef<(() => void) | null>(null);
  /** Whether the click that is about to come belongs to a press handled here. */
  const pressed = useRef(false);

  useEffect(
    () => () => {
      cancel.current?.();
      cancelHint.current?.();
    },
    [],
  );

  const start = (): void => {
    pressed.current = true;
    if (cancel.current !== null) return;
    setHolding(true);
    setHinted(false);
    cancel.current = clock.after(holdMilliseconds, () => {
      cancel.current = null;
      setHolding(false);
      onHeld();
    });
  };
  const stop = (): void => {
    if (cancel.current === null) return;
    cancel.current();
    cancel.current = null;
    setHolding(false);
    setHinted(true);
    cancelHint.current?.();
    cancelHint.current = clock.after(hintMilliseconds, () => setHinted(false));
  };

  return (
    <>
      <Tooltip label={hint} opened={hinted} multiline maw={260}>
        <button
          type="button"
          aria-describedby={id}
          className={classNames(
            classes['button'],
            small && classes['small'],
            classes['danger'],
            holding && classes['holding'],
            className,
          )}
          onPointerDown={(event) => {
            if (event.button === 0) start();
          }}
          onPointerUp={stop}
          onPointerLeave={stop}
          onPointerCancel={stop}
          onContextMenu={(event) => event.preventDefault()}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== ' ') return;
            event.preventDefault();
            if (!event.repeat) start();
          }}
          onKeyUp={(event) => {
            if (event.key !== 'Enter' && event.key !== ' ') return;
            event.preventDefault();
            stop();
            pressed.current = false;
          }}
          onBlur={() => {
            stop();
            pressed.current = false;
          }}
          onClick={() => {
            if (!pressed.current) onHeld();
            pressed.current = false;
          }}
        >
          <span
            className={classes['fill']}
            style={{ animationDuration: `${holdMilliseconds}ms` }}
          />
          <Icon name={icon} />
          <span className={classes['word']}>
            {/* It keeps its width: a button that grew could slip from under the finger that holds it. */}
            <span className={holding ? classes['kept'] : undefined}>
              {name}
              <span className={classes['hold']} aria-hidden="true">
                {' '}
                (hold)
              </span>
            </span>
            {holding && (
              <span className={classes['over']} aria-hidden="true">
                Holding…
              </span>
            )}
          </span>
        </button>
      </Tooltip>
      <VisuallyHidden id={id}>{hint}</VisuallyHidden>
    </>
  );
}
