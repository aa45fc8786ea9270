import type { AccessLevel } from '../../shared/access-level.ts';
import type { ActionState, MachineAction } from '../../shared/action.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Readings } from '../../shared/readings.ts';
import type { Instant } from '../../shared/units.ts';
import { type Clock, delay } from '../base/clock.ts';
import { DeadlineError, MachineError, OutcomeUnknownError } from '../scpi/errors.ts';
import type { Session } from '../scpi/session.ts';
import type { AccessControl, LevelLease } from './access-control.ts';
import { planAction, type ReadBack } from './action-plan.ts';
import { explain } from './failure-words.ts';

const actionLevel: AccessLevel = 'Controller';

export interface Performance {
  readonly clock: Clock;
  readonly session: Session;
  readonly access: AccessControl;
  /** Marks this action's lines on the wire. */
  readonly origin: string;
  readonly readings: Readings;
  /** The interlocks' last word, asked when everything else is ready and nothing has been written. Null lets it pass. */
  readonly objection: () => Failure | null;
  /** Records that bytes may leave from now on; asked once, right before the first. A failure keeps them from leaving. */
  readonly aboutToSend: () => Failure | null;
  /** Told of every state; the last one is final. */
  readonly onState: (state: ActionState) => void;
}

/**
 * Performs one action: takes Controller, asks the interlocks once more, sends, reads back, gives the level back.
 * Ends in exactly one final state and never sends anything twice. Does not reject.
 */
export async function performAction(
  action: MachineAction,
  performance: Performance,
): Promise<void> {
  const { clock, access, onState } = performance;
  let lease: LevelLease;
  try {
    lease = await access.hold(actionLevel, { orHigher: true });
  } catch (error) {
    onState({ kind: 'not-sent', at: clock.now(), failure: explain(error) });
    return;
  }
  let end: ActionState;
  try {
    end = await carryOut(action, performance);
  } finally {
    await lease.release();
  }
  // Only now: the action has not ended while Controller is still held.
  onState(end);
}

async function carryOut(action: MachineAction, performance: Performance): Promise<ActionState> {
  const { clock, session, origin, readings, objection, onState } = performance;
  const objected = objection();
  if (objected !== null) return { kind: 'not-sent', at: clock.now(), failure: objected };
  const plan = planAction(action, readings);
  const unrecorded = performance.aboutToSend();
  if (unrecorded !== null) return { kind: 'not-sent', at: clock.now(), failure: unrecorded };
  let firstSentAt: Instant | null = null;
  for (const command of plan.commands) {
    try {
      await session.execute(command, {
        until: plan.until,
        origin,
        onSent: (sentAt) => {
          firstSentAt ??= sentAt;
          onState({ kind: 'sent', sentAt });
        },
        onAccepted: (acceptedAt) =>
          onState({ kind: 'accepted', sentAt: firstSentAt ?? acceptedAt, acceptedAt }),
      });
    } catch (error) {
      return failed(error, firstSentAt, clock);
    }
  }
  if (plan.readBack === null)
    return { kind: 'confirmed', at: clock.now(), readBack: 'The machine accepted it' };
  onState({ kind: 'checking', sentAt: firstSentAt ?? clock.now() });
  return readBack(plan.readBack, performance);
}

function failed(error: unknown, firstSentAt: Instant | null, clock: Clock): ActionState {
  const failure = explain(error);
  const at = clock.now();
  if (error instanceof OutcomeUnknownError || error instanceof DeadlineError)
    return { kind: 'unknown', at, failure };
  if (firstSentAt === null) return { kind: 'not-sent', at, failure };
  // A later command that could not be written leaves the action half done.
  return { kind: error instanceof MachineError ? 'refused' : 'unknown', at, failure };
}

async function readBack(wanted: ReadBack, performance: Performance): Promise<ActionState> {
  const { clock, session, origin } = performance;
  const giveUpAt = clock.now() + wanted.patienceSeconds * 1000;
  for (;;) {
    try {
      const { body } = await session.execute(wanted.text, { origin });
      const finding = wanted.judge(body);
      if (finding.agrees) return { kind: 'confirmed', at: clock.now(), readBack: finding.says };
      if (clock.now() >= giveUpAt)
        return {
          kind: 'unknown',
          at: clock.now(),
          failure: {
            kind: 'read-back-mismatch',
            message: `The machine said it was done, but it reports: ${finding.says}.`,
            remedy: 'Look at the machine before you try again.',
            detail: wanted.text,
          },
        };
    } catch (error) {
      const failure = explain(error);
      return {
        kind: 'unknown',
        at: clock.now(),
        failure: {
          ...failure,
          message: `The machine said it was done, but this could not be checked. ${failure.message}`,
        },
      };
    }
    await delay(clock, 1_000, session.onClosed);
  }
}
