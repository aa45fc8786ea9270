import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Whether a scrolling view keeps to its end. */
export interface Following {
  readonly on: boolean;
  /** The newest line when it stopped: later ones are news. */
  readonly seen: number;
  readonly start: () => void;
  readonly stop: () => void;
  readonly onScroll: (element: HTMLElement) => void;
}

/** How near to the end still counts as being at the end, in pixels. */
const nearEnd = 24;

/** Keeps a view at its end until someone scrolls up; scrolling down to the end, or asking, starts it again. */
export function useFollowing(
  scroller: RefObject<HTMLElement | null>,
  last: number,
  total: number,
): Following {
  const [state, setState] = useState({ on: true, seen: 0 });
  const latest = useRef(last);
  useEffect(() => {
    latest.current = last;
  });
  const before = useRef({ top: 0, height: 0 });

  useLayoutEffect(() => {
    // The total grows again when rows were measured: the end moves with it.
    if (state.on) scroller.current?.scrollTo({ top: total });
  }, [scroller, state.on, total]);

  const start = useCallback(
    () => setState((known) => (known.on ? known : { ...known, on: true })),
    [],
  );
  const stop = useCallback(
    () => setState((known) => (known.on ? { on: false, seen: latest.current } : known)),
    [],
  );
  const onScroll = useCallback(
    ({ scrollTop, scrollHeight, clientHeight }: HTMLElement): void => {
      const { top, height } = before.current;
      before.current = { top: scrollTop, height: scrollHeight };
      if (scrollHeight - scrollTop - clientHeight <= nearEnd) start();
      // Rows that were measured smaller than thought also move the end up: nobody scrolled then.
      else if (scrollTop < top - 1 && scrollHeight >= height) stop();
    },
    [start, stop],
  );
  return { ...state, start, stop, onScroll };
}
