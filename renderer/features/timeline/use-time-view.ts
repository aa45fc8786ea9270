import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useState } from 'react';
import { plotRoom } from './plot.ts';
import {
  jumpedToNow,
  jumpedToStart,
  panned,
  type TimeBounds,
  type TimeView,
  windowOf,
  wholeView,
  zoomed,
  zoomedTo,
} from './time-view.ts';

const zoomStep = 1.5;
/** A drag shorter than this, in CSS pixels, was meant as a click. */
const leastDrag = 4;

/** A drag that goes on; places are in CSS pixels from the plot's left edge. */
type Drag =
  | { readonly kind: 'select'; readonly from: number; readonly to: number }
  | { readonly kind: 'pan'; readonly last: number };

export interface TimeControl {
  readonly view: TimeView;
  readonly setView: (view: TimeView) => void;
  /** The moment pointed at; null for none. */
  readonly cursor: number | null;
  /** Whether the cursor was moved by keyboard: then its values are spoken. */
  readonly spoken: boolean;
  /** The stretch being chosen, in CSS pixels from the plot's left edge. */
  readonly selection: { readonly from: number; readonly to: number } | null;
  readonly zoomBy: (factor: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly pointer: {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerCancel: () => void;
    readonly onPointerLeave: () => void;
    readonly onDoubleClick: () => void;
  };
}

/**
 * Zoom, pan and cursor of a chart `width` CSS pixels wide. Dragging chooses a stretch, with Shift (or by touch) it
 * moves; the wheel zooms where the chart has the focus or Ctrl is held, so that a page still scrolls over it.
 */
export function useTimeView(
  bounds: TimeBounds,
  width: number,
  frame: RefObject<HTMLElement | null>,
): TimeControl {
  const [view, setView] = useState<TimeView>(wholeView);
  const [pointed, setPointed] = useState<{ readonly at: number; readonly spoken: boolean } | null>(
    null,
  );
  const [drag, setDrag] = useState<Drag | null>(null);
  const window = windowOf(view, bounds);
  const inner = Math.max(1, width - plotRoom.left - plotRoom.right);
  const perPixel = (window.to - window.from) / inner;
  const timeAt = (place: number): number => window.from + place * perPixel;
  const cursor =
    pointed !== null && pointed.at >= window.from && pointed.at <= window.to ? pointed.at : null;

  const zoomBy = (factor: number): void => setView(zoomed(view, bounds, factor, cursor));
  const moveCursor = (by: number): void => {
    const start = cursor ?? Math.min(bounds.to, window.to);
    const at = Math.min(Math.max(start + (cursor === null ? 0 : by), bounds.from), bounds.to);
    setPointed({ at, spoken: true });
    if (at < window.from || at > window.to) setView(panned(view, bounds, by * 5));
  };

  const keys: Readonly<Record<string, () => void>> = {
    '+': () => zoomBy(1 / zoomStep),
    '=': () => zoomBy(1 / zoomStep),
    '-': () => zoomBy(zoomStep),
    _: () => zoomBy(zoomStep),
    '0': () => setView(wholeView),
    ArrowLeft: () => setView(panned(view, bounds, -perPixel * inner * 0.1)),
    ArrowRight: () => setView(panned(view, bounds, perPixel * inner * 0.1)),
    'Shift+ArrowLeft': () => moveCursor(-Math.max(1000, perPixel * 5)),
    'Shift+ArrowRight': () => moveCursor(Math.max(1000, perPixel * 5)),
    Home: () => setView(jumpedToStart(view, bounds)),
    End: () => setView(jumpedToNow(view)),
    Escape: () => setPointed(null),
  };

  useWheel(frame, (event, place) => {
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY))
      setView(panned(view, bounds, sideways * perPixel));
    else setView(zoomed(view, bounds, 1.0015 ** event.deltaY, timeAt(place)));
  });

  return {
    view,
    setView,
    cursor,
    spoken: pointed?.spoken === true,
    selection:
      drag?.kind === 'select' && Math.abs(drag.to - drag.from) >= leastDrag
        ? { from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) }
        : null,
    zoomBy,
    onKeyDown: (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const arrow = event.key.startsWith('Arrow') && event.shiftKey;
      const run = keys[arrow ? `Shift+${event.key}` : event.key];
      // What does nothing here belongs to a dialog or page around the chart.
      if (run === undefined || (event.key === 'Escape' && cursor === null)) return;
      event.preventDefault();
      event.stopPropagation();
      run();
    },
    pointer: {
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const place = placeOf(event);
        const moves = event.shiftKey || event.pointerType === 'touch';
        setDrag(moves ? { kind: 'pan', last: place } : { kind: 'select', from: place, to: place });
      },
      onPointerMove: (event) => {
        const place = Math.min(inner, Math.max(0, placeOf(event)));
        setPointed({ at: timeAt(place), spoken: false });
        if (drag?.kind === 'select') setDrag({ ...drag, to: place });
        if (drag?.kind !== 'pan') return;
        setDrag({ kind: 'pan', last: placeOf(event) });
        setView(panned(view, bounds, (drag.last - placeOf(event)) * perPixel));
      },
      onPointerUp: () => {
        if (drag?.kind === 'select' && Math.abs(drag.to - drag.from) >= leastDrag)
          setView(zoomedTo(bounds, timeAt(drag.from), timeAt(drag.to)));
        setDrag(null);
      },
      onPointerCancel: () => setDrag(null),
      onPointerLeave: () => setPointed(null),
      onDoubleClick: () => setView(wholeView),
    },
  };
}

/** React's own wheel listeners are passive: they cannot keep the page from scrolling. */
function useWheel(
  frame: RefObject<HTMLElement | null>,
  turned: (event: WheelEvent, place: number) => void,
): void {
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const listen = (event: WheelEvent): void => {
      const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      if (!event.ctrlKey && !sideways && !element.contains(document.activeElement)) return;
      event.preventDefault();
      turned(event, event.clientX - element.getBoundingClientRect().left - plotRoom.left);
    };
    element.addEventListener('wheel', listen, { passive: false });
    return () => element.removeEventListener('wheel', listen);
  });
}

function placeOf(event: PointerEvent<HTMLElement>): number {
  return event.clientX - event.currentTarget.getBoundingClientRect().left;
}
