import { useEffect, useRef } from 'react';
import { type ConsoleKey, consoleKeyOf } from './shortcuts.ts';

/** Keys that a script editor has its own meaning for. */
const ownMeaning: ReadonlySet<ConsoleKey> = new Set(['save-transcript']);

/** Obeys the keys of the console wherever the focus is, but not under a dialog. */
export function useConsoleKeys(obey: (key: ConsoleKey) => void): void {
  const latest = useRef(obey);
  useEffect(() => {
    latest.current = obey;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const key = consoleKeyOf(event);
      if (key === null || document.querySelector('[role="dialog"][aria-modal="true"]') !== null)
        return;
      const inScript =
        event.target instanceof Element && event.target.closest('[data-script-editor]') !== null;
      if (inScript && ownMeaning.has(key)) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current(key);
    };
    // Before the editors, which have other ideas for some of these keys.
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}
