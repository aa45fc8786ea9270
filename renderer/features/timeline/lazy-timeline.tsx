import { lazy } from 'react';

/** The timeline, loaded with its chart library when it is first shown: put it inside `Suspense`. */
export const LazyThermalTimeline = lazy(async () => {
  const { ThermalTimeline } = await import('./thermal-timeline.tsx');
  return { default: ThermalTimeline };
});
