import { Tooltip, VisuallyHidden } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { classNames } from './button.tsx';
import classes from './explained.module.css';

interface ExplainedTextProps {
  readonly children: ReactNode;
  /** Shown on hover, focus and press, and read out behind the text. */
  readonly explanation: string;
  readonly className?: string | undefined;
}

/** A value that says where it comes from when it is pointed at, focused or pressed. */
export function ExplainedText({ children, explanation, className }: ExplainedTextProps) {
  const id = useId();
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  if (explanation === '') return <span className={className}>{children}</span>;
  return (
    <>
      <Tooltip label={explanation} opened={hovered || focused} multiline maw={300}>
        <button
          type="button"
          aria-describedby={id}
          className={classNames(classes['explained'], className)}
          onPointerEnter={() => setHovered(true)}
          onPointerLeave={() => setHovered(false)}
          // A press gives the focus too, so that touching it explains.
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setFocused(false);
          }}
        >
          {children}
        </button>
      </Tooltip>
      <VisuallyHidden id={id}>{explanation}</VisuallyHidden>
    </>
  );
}
