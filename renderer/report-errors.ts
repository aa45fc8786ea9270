import { type WindowError, windowErrorLimits } from '../shared/host.ts';
import type { Bridge } from './bridge.ts';

/** How often the same mistake is told, so that one that comes with every frame is not told without end. */
const mostAlike = 3;
/** And how many altogether, until the window is loaded again. */
const mostReports = 50;

export type ReportError = (kind: WindowError['kind'], error: unknown) => void;

/** Tells main of this window's mistakes, for its log: nobody else reads the console of a lab's computer. */
export function reportErrors(window: Window, ask: Bridge['ask']): ReportError {
  const seen = new Map<string, number>();
  let count = 0;
  const report: ReportError = (kind, error) => {
    const words = wordsOf(kind, error, window.location.hash);
    const times = (seen.get(words.message) ?? 0) + 1;
    seen.set(words.message, times);
    count += 1;
    if (times > mostAlike || count > mostReports) return;
    // Where main cannot be told there is nobody else to tell.
    ask('host.windowFailed', words).catch(() => {});
  };
  window.addEventListener('error', (event) => report('error', event.error ?? event.message));
  window.addEventListener('unhandledrejection', (event) => report('rejection', event.reason));
  return report;
}

/** Cuts the words of a mistake to what main takes. */
export function wordsOf(kind: WindowError['kind'], error: unknown, place: string): WindowError {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return {
    kind,
    message: message.slice(0, windowErrorLimits.message),
    stack: stack.slice(0, windowErrorLimits.stack),
    place: place.slice(0, windowErrorLimits.place),
  };
}
