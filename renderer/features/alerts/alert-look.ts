import type { AlertEvent } from '../../../shared/alert.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import type { IconName } from '../../model/icon-name.ts';

export interface AlertLook {
  readonly icon: IconName;
  readonly tone: 'ok' | 'warn' | 'err' | 'idle';
}

export function alertLook(event: AlertEvent): AlertLook {
  switch (event.kind) {
    case 'finished':
      return event.sawEnd ? { icon: 'finished', tone: 'ok' } : { icon: 'unknown', tone: 'idle' };
    case 'paused':
      return { icon: 'paused', tone: 'warn' };
    case 'error':
      return { icon: 'error', tone: 'err' };
    case 'stopped':
      return { icon: 'ended', tone: 'warn' };
    case 'aborted':
      return { icon: 'abort', tone: 'err' };
    case 'lost-contact':
      return { icon: 'offline', tone: 'warn' };
    case 'recovered':
      return { icon: 'connect', tone: 'ok' };
    case 'test':
      return { icon: 'info', tone: 'idle' };
    default:
      return assertNever(event);
  }
}

/** Whether an alert sounds as good news. */
export function isGoodNews({ kind }: AlertEvent): boolean {
  return kind === 'finished' || kind === 'recovered' || kind === 'test';
}
