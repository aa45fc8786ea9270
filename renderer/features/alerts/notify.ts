import { type Alert, alertWords } from '../../../shared/alert.ts';
import { go } from '../../stores/router.ts';

/** Whether the browser lets QuantDeck show notifications; `missing` where it has none. */
export type NotifyPermission = NotificationPermission | 'missing';

export function notifyPermission(): NotifyPermission {
  return 'Notification' in window ? Notification.permission : 'missing';
}

/** Asks the person, as a browser wants it after a press of a button. */
export async function askToNotify(): Promise<NotifyPermission> {
  if (notifyPermission() !== 'missing') await Notification.requestPermission();
  return notifyPermission();
}

/** Shows a notification of the browser; a click brings the window to the machine. */
export function notify(alert: Alert): void {
  const { title, body } = alertWords(alert);
  // The tag keeps the system from showing one alert twice; the sound is QuantDeck's own.
  const notification = new Notification(title, { body, tag: alert.id, silent: true });
  notification.addEventListener('click', () => {
    window.focus();
    if (alert.machineId !== null) go({ kind: 'machine', id: alert.machineId, tab: 'run' });
    notification.close();
  });
}
