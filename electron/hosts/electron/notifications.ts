import { Notification } from 'electron';
import type { MachineId } from '../../../shared/units.ts';
import type { AlertSink } from '../../panel/alerts/alert-sink.ts';

export interface DesktopNotifications extends AlertSink {
  /** Says something about QuantDeck itself. */
  say(title: string, body: string): void;
}

/**
 * Notifications of the operating system. A click, or the button where the system has buttons, brings the window to the machine; `show`
 * is asked with null for what is about no machine.
 */
export function createNotifications(
  show: (machineId: MachineId | null) => void,
  log: (text: string) => void,
): DesktopNotifications {
  // One that nobody holds is collected, and its click is lost with it.
  const shown = new Set<Notification>();
  const tell = (
    title: string,
    body: string,
    more: { readonly id: string; readonly urgent: boolean; readonly machineId: MachineId | null },
  ): void => {
    try {
      if (!Notification.isSupported()) {
        log('This computer shows no notifications; the alert is in the window.');
        return;
      }
      const notification = new Notification({
        id: more.id,
        title,
        body,
        // The window plays QuantDeck's own sound, where it is wanted.
        silent: true,
        urgency: more.urgent ? 'critical' : 'normal',
        actions: [{ type: 'button', text: 'Open' }],
      });
      const open = (): void => {
        shown.delete(notification);
        show(more.machineId);
      };
      notification.on('click', open);
      notification.on('action', open);
      notification.on('close', () => shown.delete(notification));
      notification.on('failed', (_event, error) => {
        shown.delete(notification);
        log(`A notification could not be shown: ${error}`);
      });
      shown.add(notification);
      notification.show();
    } catch (error) {
      // The alert is in the window all the same, and nothing here may disturb the machines.
      log(`A notification could not be shown: ${String(error)}`);
    }
  };
  return {
    notify: ({ id, event, machineId }, { title, body }) =>
      tell(title, body, { id, urgent: event.kind === 'error', machineId }),
    say: (title, body) => tell(title, body, { id: title, urgent: false, machineId: null }),
  };
}
