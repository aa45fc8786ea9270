import { fail, type Result, succeed } from '../../../shared/failure.ts';
import type { RequestHandlers } from '../requests.ts';
import type { PanelAlerts } from './panel-alerts.ts';

type AlertRequests = Extract<keyof RequestHandlers, `alerts.${string}`>;

const done: Result<null> = succeed(null);

/** The requests about alerts. */
export function createAlertHandlers(alerts: PanelAlerts): Pick<RequestHandlers, AlertRequests> {
  return {
    'alerts.dismiss': ({ ids }) => {
      alerts.desk.dismiss(ids);
      return done;
    },
    'alerts.claim': ({ channel }) => succeed(alerts.desk.claim(channel)),
    'alerts.test': () => {
      alerts.desk.test();
      return done;
    },
    'alerts.setWebhook': (change) => {
      try {
        alerts.setWebhook(change);
        return done;
      } catch (error) {
        return fail({
          kind: 'storage',
          message: 'The address could not be stored on this computer.',
          remedy: 'Check that this computer’s password store is unlocked and the disk is not full.',
          detail: error instanceof Error ? error.message : String(error),
        });
      }
    },
    'alerts.testWebhook': () => alerts.webhook.test(),
  };
}
