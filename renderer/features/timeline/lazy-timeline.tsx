import { lazyView } from '../lazy-view.tsx';

/** The timeline with its chart library: put it inside `Suspense`. */
export const lazyTimeline = lazyView(
  async () => (await import('./thermal-timeline.tsx')).ThermalTimeline,
);
