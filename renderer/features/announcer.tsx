import { VisuallyHidden } from '@mantine/core';
import { useEffect } from 'react';
import { announcements } from '../model/announcements.ts';
import { machinesInOrder } from '../stores/panel-selectors.ts';
import { useServices } from '../stores/use-services.ts';
import { liveRegionId, speak } from '../ui/announcer.ts';

/** The page's live region; it speaks new states and ended actions. */
export function Announcer() {
  const { panel, now } = useServices();
  useEffect(
    () =>
      panel.subscribe((after, before) => {
        if (after.replica === before.replica) return;
        const moment = { now: now.getState().now, engine: 'up' } as const;
        const news = announcements(machinesInOrder(before), machinesInOrder(after), moment);
        if (news.length > 0) speak(news.join('. '));
      }),
    [panel, now],
  );
  return (
    <VisuallyHidden>
      <output id={liveRegionId} aria-live="polite" />
    </VisuallyHidden>
  );
}
