import type { Alert, AlertWords } from '../../../shared/alert.ts';

/** How a host itself tells a person, with no window open: the desktop's notifications. Must not throw. */
export interface AlertSink {
  notify(alert: Alert, words: AlertWords): void;
}
