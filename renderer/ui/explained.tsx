import { Tooltip, VisuallyHidden } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { classNames } from './button.tsx';
import classes from './explained.module.css';

interface ExplainedTextProps {
  readonly children: ReactNode;
  /** Shown on hover, focus and touch, and read out behind the text. */
  readonly explanation: string;
  readonly className?: string | undefined;
}

/** A value that says where it comes from when it is pointed at, focused or touched. */
export function ExplainedText({ children, explanation, className }: ExplainedTextProps) {
  const id = useId();
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  if (explanation === '') return <span className={className}>{children}</span>;
  return (
    <>
      <Tooltip label={explanation} opened={hovered || focused} multiline maw={300}>
        {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- nothing is done here: it only tells more */}
        <span
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what hovering tells, the keyboard reaches too (WCAG 1.4.13)
          tabIndex={0}
          aria-describedby={id}
          className={classNames(classes['explained'], className)}
          onPointerEnter={() => setHovered(true)}
          onPointerLeave={() => setHovered(false)}
          // A touch gives the focus too.
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setFocused(false);
          }}
        >
          {children}
        </span>
      </Tooltip>
      <VisuallyHidden id={id}>{explanation}</VisuallyHidden>
    </>
  );
}
