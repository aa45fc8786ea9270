import { lazyTimeline } from './timeline/lazy-timeline.tsx';
import { lazyView } from './lazy-view.tsx';

/*
 * Every view but the overview, which is what a person sees first. Each is a file of its own with what it alone needs: charts, the
 * console's editor, the journal.
 */
export const views = {
  machine: lazyView(async () => (await import('./machine/machine-page.tsx')).MachinePage),
  activity: lazyView(async () => (await import('./activity/activity-page.tsx')).ActivityPage),
  history: lazyView(async () => (await import('./history/history-page.tsx')).HistoryPage),
  run: lazyView(async () => (await import('./history/run-page.tsx')).RunPage),
  console: lazyView(async () => (await import('./console/console-page.tsx')).ConsolePage),
  settings: lazyView(async () => (await import('./settings/settings-page.tsx')).SettingsPage),
  help: lazyView(async () => (await import('./help/help-page.tsx')).HelpPage),
  wall: lazyView(async () => (await import('./wall/wall-page.tsx')).WallPage),
} as const;

/** Loads every view, once the first one is there, so that later ones open without a pause. Never rejects. */
export async function preloadViews(): Promise<void> {
  // One that cannot be had now is asked for again, and its failure shown, when it is opened.
  await Promise.allSettled([...Object.values(views), lazyTimeline].map(({ preload }) => preload()));
}
