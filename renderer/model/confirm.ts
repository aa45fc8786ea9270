import type { ActionKind, InterlockReason, MachineAction, Verdict } from '../../shared/action.ts';
import { actionWords } from '../../shared/action.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { MachineSnapshot } from '../../shared/machine.ts';
import { actionPress } from './button.ts';
import type { Moment } from './engine.ts';

/** The question as it stands while its dialog is open. */
export type Question =
  /** May be answered: the situation is still the one the reasons were read for. */
  | {
      readonly kind: 'open';
      readonly reasons: readonly InterlockReason[];
      readonly situation: string;
      readonly typeName: boolean;
    }
  /** Something moved on: what was read no longer describes it. The new reasons are shown, and must be taken note of first. */
  | {
      readonly kind: 'changed';
      readonly reasons: readonly InterlockReason[];
      readonly situation: string;
    }
  /** Refused until the image that is being taken is there. */
  | { readonly kind: 'imaging'; readonly reason: string }
  /** Cannot be done now. */
  | { readonly kind: 'locked'; readonly reason: string }
  /** Nothing needs to be asked any more, for instance because the run ended. */
  | { readonly kind: 'over' };

/** The verdict for an action as the snapshot tells it. */
export function verdictFor(snapshot: MachineSnapshot, action: MachineAction): Verdict {
  return snapshot.interlocks[action.kind];
}

/** Holds the open dialog against the newest snapshot. `situation` is the one the person is reading. */
export function questionNow(
  snapshot: MachineSnapshot,
  action: MachineAction,
  situation: string,
  moment: Moment,
): Question {
  const press = actionPress(snapshot, action, moment);
  switch (press.kind) {
    case 'locked':
      return { kind: 'locked', reason: press.reason };
    case 'wait':
      return { kind: 'imaging', reason: press.reason };
    case 'under-way':
      return { kind: 'locked', reason: press.sentence };
    case 'perform':
    case 'command':
      return { kind: 'over' };
    case 'ask':
      break;
    default:
      return assertNever(press);
  }
  const verdict = verdictFor(snapshot, action);
  if (verdict.kind !== 'confirm') return { kind: 'over' };
  const { reasons } = verdict;
  if (verdict.situation !== situation)
    return { kind: 'changed', reasons, situation: verdict.situation };
  return { kind: 'open', reasons, situation, typeName: verdict.effort === 'type-name' };
}

/** The words of one question: its title, what the act and the safe choice are called. */
export interface QuestionWords {
  readonly title: string;
  readonly act: string;
  readonly safe: string;
}

export function questionWords(kind: ActionKind, name: string, running: boolean): QuestionWords {
  const act = actionWords[kind].name;
  switch (kind) {
    case 'abort':
      return { title: `Abort the run on ${name}?`, act: 'Abort run', safe: 'Keep running' };
    case 'stop-after-cycle':
      return { title: `Stop the run on ${name} after this cycle?`, act, safe: 'Keep running' };
    case 'open-drawer':
      return {
        title: running ? 'Open the drawer during a run?' : `Open the drawer of ${name}?`,
        act,
        safe: 'Keep closed',
      };
    case 'close-drawer':
      return { title: `Close the drawer of ${name}?`, act, safe: 'Cancel' };
    case 'lower-cover':
      return { title: `Lower the cover of ${name}?`, act, safe: 'Cancel' };
    case 'power-on':
      return { title: `Switch ${name} on?`, act, safe: 'Cancel' };
    case 'power-off':
      return { title: `Switch ${name} off?`, act, safe: 'Keep on' };
    case 'pause':
      return { title: `Pause the run on ${name}?`, act, safe: 'Keep running' };
    case 'resume':
      return { title: `Resume the run on ${name}?`, act, safe: 'Stay paused' };
    case 'restart-software':
      return { title: `Restart the software of ${name}?`, act, safe: 'Cancel' };
    case 'block-on':
    case 'block-off':
      return { title: `${act} on ${name}?`, act, safe: 'Cancel' };
    default:
      return assertNever(kind);
  }
}

/** What is still missing while the machine's name is typed; null once it is there. Main compares it again. */
export function nameHint(typed: string, name: string): string | null {
  const text = typed.trim();
  if (text === name) return null;
  if (text === '') return `Type ${name} first`;
  if (!name.startsWith(text)) return 'This is not its name';
  const left = name.length - text.length;
  return `${left} ${left === 1 ? 'letter' : 'letters'} to go`;
}
