import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { classNames } from '../../ui/button.tsx';
import classes from './console.module.css';

interface SidePanelProps {
  readonly title: string;
  /** For what needs more room than a list. */
  readonly wide: boolean;
  /** Help is read while typing goes on; everything else takes the focus, so that the keys go on there. */
  readonly takesFocus: boolean;
  readonly onClose: () => void;
  /** Esc: back to where commands are typed. */
  readonly onLeave: () => void;
  readonly children: ReactNode;
}

/** What stands beside the session. */
export function SidePanel(props: SidePanelProps) {
  const { title, wide, takesFocus, onClose, onLeave, children } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  const latest = useRef(onLeave);
  useEffect(() => {
    latest.current = onLeave;
  });
  useEffect(() => {
    const panel = heading.current?.closest('aside') ?? null;
    if (panel === null) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) latest.current();
    };
    panel.addEventListener('keydown', onKeyDown);
    return () => panel.removeEventListener('keydown', onKeyDown);
  }, []);
  useEffect(() => {
    if (!takesFocus) return;
    const body = heading.current?.closest('aside')?.querySelector<HTMLElement>('[data-body]');
    const first = body?.querySelector<HTMLElement>(':is(input, button, [role="textbox"])');
    (first ?? body)?.focus();
  }, [takesFocus]);
  return (
    <aside
      className={classNames(classes['side'], wide && classes['wide'])}
      aria-label={title}
      data-part="panel"
    >
      <header className={classes['sideHead']}>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <button
          type="button"
          className={classes['step']}
          aria-label={`Close ${title}`}
          onClick={onClose}
        >
          <X size={18} aria-hidden="true" />
        </button>
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard (WCAG 2.1.1) */}
      <div className={classes['sideBody']} tabIndex={0} data-body>
        {children}
      </div>
    </aside>
  );
}
