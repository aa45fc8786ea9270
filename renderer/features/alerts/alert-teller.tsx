import { useEffect } from 'react';
import { labSummary } from '../../../shared/lab-summary.ts';
import { machinesInOrder } from '../../stores/panel-selectors.ts';
import { usePanel, useServices } from '../../stores/use-services.ts';
import { tabIcon, tabTitle } from './tab-title.ts';
import { tellAlerts } from './tell-alerts.ts';

/** Tells alerts beyond what is drawn, whatever view the window shows: sound, notifications, the tab. Draws nothing. */
export function AlertTeller() {
  const services = useServices();
  const alerts = usePanel((state) => state.replica?.alerts.open.length ?? 0);
  useEffect(() => tellAlerts(services), [services]);
  useTab(alerts);
  return null;
}

/** The tab's title and picture: they are seen while the window is not. */
function useTab(alerts: number): void {
  const { panel, now } = useServices();
  useEffect(() => {
    const say = (): void => {
      const machines = machinesInOrder(panel.getState());
      const title = tabTitle(alerts, labSummary(machines, now.getState().now));
      if (document.title !== title) document.title = title;
    };
    say();
    return now.subscribe(say);
  }, [alerts, panel, now]);
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    icon?.setAttribute('href', tabIcon(alerts));
  }, [alerts]);
}
