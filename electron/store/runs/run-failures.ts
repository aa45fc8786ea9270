import type { Failure } from '../../../shared/failure.ts';

export const closed: Failure = {
  kind: 'storage',
  message: 'QuantDeck is closing, so the run history is closed.',
  remedy: 'Start QuantDeck again.',
  detail: '',
};

export const noSuchRun: Failure = {
  kind: 'invalid-input',
  message: 'This run is not in the history any more.',
  remedy: 'Look at the list again.',
  detail: '',
};

export const stillOn: Failure = {
  kind: 'busy',
  message: 'This run is still being recorded.',
  remedy: 'Remove it when it has ended.',
  detail: '',
};
