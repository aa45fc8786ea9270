import { atLeast } from '../../../shared/access-level.ts';
import type { ActionState, Verdict } from '../../../shared/action.ts';
import type { ConsoleCommand, ConsoleReply, RunningCommand } from '../../../shared/console.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { ConsoleIntent } from '../../../shared/journal.ts';
import type { MachineSettings } from '../../../shared/machine-settings.ts';
import type { ActionId } from '../../../shared/units.ts';
import type { Clock } from '../../base/clock.ts';
import { DeadlineError, MachineError, OutcomeUnknownError } from '../../scpi/errors.ts';
import type { Reply } from '../../scpi/pending-commands.ts';
import { maskSecrets } from '../../scpi/secrets.ts';
import { type ActionLedger, LedgerEntryWriter } from '../action-ledger.ts';
import { evidenceOf } from '../evidence.ts';
import { FailureError } from '../failure-error.ts';
import { explain } from '../failure-words.ts';
import { type Link, questionMilliseconds } from '../link.ts';
import { objectionTo } from '../objection.ts';
import type { Situation } from '../situation.ts';
import { changesLevel, changesSubscriptions } from './judge-command.ts';
import { answersSecret } from './secret-reply.ts';
import type { TopicBook } from './topic-book.ts';

export interface ConsoleContext {
  readonly clock: Clock;
  readonly ledger: ActionLedger;
  /** Why nothing may act on machines now; null if it may. */
  readonly locked: () => Failure | null;
  readonly id: ActionId;
  readonly machine: MachineSettings;
  readonly link: Link;
  /** What the interlocks look at, as of now. */
  readonly situation: () => Situation;
  /** What they say of a command, as of now. */
  readonly judge: (command: Pick<ConsoleCommand, 'level' | 'text'>) => Verdict;
  /** Reads the machine's whole status. */
  readonly refresh: () => Promise<void>;
  /** Aborted when the person no longer waits. */
  readonly signal: AbortSignal;
  readonly onState: (state: RunningCommand['state']) => void;
  /** Resolves once what was typed before for the same level has been written, or has ended. */
  readonly turn: Promise<void>;
  readonly topics: TopicBook;
}

/** The origin of a console command's lines on the wire. */
export const consoleOriginPrefix = 'console:';

/**
 * Sends a command as typed, at the chosen level, unless it is an action in disguise that the interlocks object to. From
 * Controller up it may change the machine, so it is recorded like an action. Rejects with an error that `explain` puts
 * into words.
 */
export async function sendConsoleCommand(
  command: ConsoleCommand,
  context: ConsoleContext,
): Promise<ConsoleReply> {
  const { clock, ledger } = context;
  const entry = atLeast(command.level, 'Controller')
    ? new LedgerEntryWriter(ledger, intentOf(command, context), () => clock.now())
    : null;
  try {
    // A machine at rest is judged once it was connected to and read.
    if (context.link.kept || context.link.opened !== null || context.locked() !== null)
      object(command, context);
    const reply = await send(command, context, entry);
    const text = reply.body.raw;
    const said = answersSecret(command.text) ? '***' : maskSecrets(text).slice(0, 200);
    const readBack = command.wait === 'accepted' ? 'accepted' : said;
    entry?.progress({ kind: 'confirmed', at: clock.now(), readBack });
    return { text, durationMilliseconds: reply.at - reply.sentAt };
  } catch (error) {
    const { failure, kind } = endOf(error, context.signal);
    entry?.progress({ kind, at: clock.now(), failure });
    throw new FailureError(failure, error);
  }
}

/** Throws what the interlocks object to. */
function object(command: ConsoleCommand, { judge, locked, machine }: ConsoleContext): void {
  const lock = atLeast(command.level, 'Controller') ? locked() : null;
  if (lock !== null) throw new FailureError(lock);
  const objection = objectionTo(judge(command), command.acknowledgement, machine.name);
  if (objection !== null) throw new FailureError(objection);
}

function send(
  command: ConsoleCommand,
  context: ConsoleContext,
  entry: LedgerEntryWriter | null,
): Promise<Reply> {
  const { link, situation, refresh, signal, onState, id, turn, topics } = context;
  return link.use(async ({ session, access }) => {
    if (atLeast(command.level, 'Controller') && !situation().stateKnown) await refresh();
    try {
      object(command, context);
    } catch (objection) {
      // What was just read must not grow old while a person reads the question.
      link.linger(questionMilliseconds);
      throw objection;
    }
    await unlessAborted(turn, signal);
    const lease = await unlessAborted(access.hold(command.level), signal, (late) => {
      void late.release();
    });
    const unrecorded = entry?.aboutToSend() ?? null;
    const origin = consoleOriginPrefix + id;
    const hidden = answersSecret(command.text);
    const wire = session.onWire((line) => {
      if (line.origin !== origin || entry === null) return;
      const evidence = evidenceOf(line);
      entry.wrote(hidden && line.kind === 'ok' ? { ...evidence, text: 'OK ***' } : evidence);
    });
    try {
      if (unrecorded !== null) throw new FailureError(unrecorded);
      // Once more: taking the level may have waited.
      object(command, context);
      const { firstReplySeconds, completionSeconds } = command;
      return await session.execute(command.text, {
        until: command.wait,
        origin,
        signal,
        ...(firstReplySeconds === undefined ? {} : { firstReplySeconds }),
        ...(completionSeconds === undefined ? {} : { completionSeconds }),
        // The right to run is judged when a command arrives: a long answer at rest must not keep an abort waiting,
        // and an accepted macro goes on by itself, for a whole run perhaps.
        onSent: (sentAt) => {
          entry?.progress({ kind: 'sent', sentAt });
          onState('sent');
          if (!lease.raised) void lease.release();
        },
        onAccepted: () => {
          onState('accepted');
          void lease.release();
        },
      });
    } finally {
      wire.dispose();
      // A command that may have changed the level by hand must not leave it changed.
      if (changesLevel(command.text)) await access.reassert();
      if (changesSubscriptions(command.text)) await topics.restore(session);
      await lease.release();
    }
  });
}

/** What was waited for, or the reason of the abort; then what comes later is handed to `onLate`. */
async function unlessAborted<T>(
  waiting: Promise<T>,
  signal: AbortSignal,
  onLate: (late: T) => void = () => {},
): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([waiting, aborted.promise]);
  } catch (error) {
    waiting.then(onLate, () => {});
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function intentOf(
  { level, text }: ConsoleCommand,
  { clock, id, machine }: ConsoleContext,
): ConsoleIntent {
  return {
    kind: 'console',
    id,
    at: clock.now(),
    machineId: machine.id,
    machineName: machine.name,
    marksSending: true,
    command: maskSecrets(text),
    level,
  };
}

interface CommandEnd {
  readonly kind: Extract<ActionState['kind'], 'refused' | 'not-sent' | 'unknown'>;
  readonly failure: Failure;
}

function endOf(error: unknown, signal: AbortSignal): CommandEnd {
  if (error instanceof MachineError) return { kind: 'refused', failure: explain(error) };
  const written = error instanceof OutcomeUnknownError || error instanceof DeadlineError;
  const kind = written ? 'unknown' : 'not-sent';
  if (!signal.aborted) return { kind, failure: explain(error) };
  return { kind, failure: written ? abandoned : cancelled };
}

/** Whether an error of {@link sendConsoleCommand} leaves open what became of the command. */
export function leavesOutcomeUnknown(error: unknown): boolean {
  const cause = error instanceof FailureError ? error.cause : null;
  return cause instanceof OutcomeUnknownError || cause instanceof DeadlineError;
}

const abandoned: Failure = {
  kind: 'abandoned',
  message: 'QuantDeck no longer waits for this command. Its outcome is unknown.',
  remedy: 'Nothing was sent to stop it: the machine goes on with what it has begun. Look at it.',
  detail: '',
};

const cancelled: Failure = {
  kind: 'cancelled',
  message: 'This command was given up before anything was sent.',
  remedy: 'Send it again when you are ready.',
  detail: '',
};
