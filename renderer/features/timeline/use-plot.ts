import { type RefObject, useLayoutEffect, useRef } from 'react';
import { Plot } from './plot.ts';
import type { PlotColours } from './plot-colours.ts';
import type { Scene } from './scene.ts';

/**
 * Keeps one plot in step with a scene, inside the element of the answered ref: new values are drawn into it, and a new
 * size, theme or choice of lines takes a new one, all before the browser paints. Sizes are in CSS pixels; no plot is
 * made without a width, or without a scene.
 */
export function usePlot(
  scene: Scene | null,
  colours: PlotColours,
  width: number,
  height: number,
): RefObject<HTMLDivElement | null> {
  const host = useRef<HTMLDivElement>(null);
  const made = useRef<{ readonly plot: Plot; readonly key: string } | null>(null);
  const key = JSON.stringify([colours, width, height]);

  useLayoutEffect(() => {
    const target = host.current;
    if (target === null) return;
    const kept = made.current;
    if (scene !== null && kept !== null && kept.key === key && kept.plot.fits(scene)) {
      kept.plot.draw(scene);
      return;
    }
    kept?.plot.dispose();
    made.current =
      scene === null || width <= 0
        ? null
        : { plot: new Plot(target, scene, colours, { width, height, scale: 1 }), key };
  }, [scene, colours, key, width, height]);

  useLayoutEffect(
    () => () => {
      made.current?.plot.dispose();
      made.current = null;
    },
    [],
  );
  return host;
}
