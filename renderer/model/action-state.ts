import {
  type ActionKind,
  type ActionRecord,
  type ActionState,
  actionWords,
  isFinal,
} from '../../shared/action.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { MachineSnapshot } from '../../shared/machine.ts';

/** The action a machine is busy with, the newest if an abort came between; null if none. */
export function actionInFlight(snapshot: MachineSnapshot): ActionRecord | null {
  return snapshot.actions.findLast((record) => !isFinal(record.state)) ?? null;
}

/** The action of one kind that a machine is busy with; null if none. */
export function inFlightOf(snapshot: MachineSnapshot, kind: ActionKind): ActionRecord | null {
  return (
    snapshot.actions.findLast((record) => record.action.kind === kind && !isFinal(record.state)) ??
    null
  );
}

const moving: ReadonlySet<ActionKind> = new Set(['open-drawer', 'close-drawer', 'lower-cover']);

/** What a button shows while its action is under way, short enough for the button. */
export function progressLabel(kind: ActionKind, state: ActionState): string {
  switch (state.kind) {
    case 'preparing':
      return 'Preparing…';
    case 'sent':
      return 'Sent…';
    case 'accepted':
      return moving.has(kind) ? 'Accepted, moving…' : 'Accepted…';
    case 'checking':
      return 'Checking…';
    case 'confirmed':
    case 'refused':
    case 'not-sent':
    case 'unknown':
      return actionWords[kind].name;
    default:
      return assertNever(state);
  }
}

/** The same as a whole sentence, for the card's line and for assistive technology. */
export function progressSentence(record: ActionRecord): string {
  const words = actionWords[record.action.kind];
  switch (record.state.kind) {
    case 'preparing':
      return `${words.name}: preparing…`;
    case 'sent':
      return `${words.name}: sent, waiting for the machine…`;
    case 'accepted':
      return `${words.name}: accepted, ${words.doing}`;
    case 'checking':
      return `${words.name}: done, reading it back…`;
    case 'confirmed':
    case 'refused':
    case 'not-sent':
    case 'unknown':
      return words.name;
    default:
      return assertNever(record.state);
  }
}
