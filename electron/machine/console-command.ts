import { atLeast } from '../../shared/access-level.ts';
import type { ActionState } from '../../shared/action.ts';
import type { ConsoleCommand, ConsoleReply } from '../../shared/console.ts';
import type { ConsoleIntent } from '../../shared/journal.ts';
import type { MachineSettings } from '../../shared/machine-settings.ts';
import type { ActionId, Instant } from '../../shared/units.ts';
import type { Clock } from '../base/clock.ts';
import { DeadlineError, MachineError, OutcomeUnknownError } from '../scpi/errors.ts';
import { maskSecrets } from '../scpi/secrets.ts';
import type { Reply } from '../scpi/pending-commands.ts';
import { type ActionLedger, LedgerEntryWriter } from './action-ledger.ts';
import { evidenceOf } from './evidence.ts';
import { FailureError } from './failure-error.ts';
import { explain } from './failure-words.ts';
import { judgeCommand } from './judge-command.ts';
import { objectionTo } from './objection.ts';
import type { Situation } from './situation.ts';
import type { Link } from './link.ts';

export interface ConsoleContext {
  readonly clock: Clock;
  readonly ledger: ActionLedger;
  readonly id: ActionId;
  readonly machine: MachineSettings;
  readonly link: Link;
  /** What the interlocks look at, as of now. */
  readonly situation: () => Situation;
  /** Reads the machine's whole status. */
  readonly refresh: () => Promise<void>;
}

/**
 * Sends a command as typed, at the chosen level, unless it is an action in disguise that the interlocks object to. From Controller up it may change the machine, so it is recorded like an
 * action. Rejects with an error that `explain` puts into words.
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
    if (context.link.kept || context.link.opened !== null) object(command, context);
    const reply = await send(command, context, entry);
    const text = reply.body.raw;
    const readBack = command.wait === 'accepted' ? 'accepted' : maskSecrets(text).slice(0, 200);
    entry?.progress({ kind: 'confirmed', at: clock.now(), readBack });
    return { text, durationMilliseconds: reply.at - reply.sentAt };
  } catch (error) {
    entry?.progress(endOf(error, clock.now()));
    throw error;
  }
}

/** Throws what the interlocks object to. */
function object(command: ConsoleCommand, { situation }: ConsoleContext): void {
  const now = situation();
  const verdict = judgeCommand(command, now);
  const objection = objectionTo(verdict, command.acknowledgement, now.machineName);
  if (objection !== null) throw new FailureError(objection);
}

function send(
  command: ConsoleCommand,
  context: ConsoleContext,
  entry: LedgerEntryWriter | null,
): Promise<Reply> {
  const { link, situation, refresh } = context;
  return link.use(async ({ session, access }) => {
    if (atLeast(command.level, 'Controller') && !situation().stateKnown) await refresh();
    object(command, context);
    const lease = await access.hold(command.level);
    const unrecorded = entry?.aboutToSend() ?? null;
    // Idents are counted by the session, so this command's own lines are known by theirs.
    let ident: number | null = null;
    const wire = session.onWire((line) => {
      if (line.origin !== 'console') return;
      if (line.kind === 'command') ident ??= line.ident;
      if (line.ident === ident) entry?.wrote(evidenceOf(line));
    });
    try {
      if (unrecorded !== null) throw new FailureError(unrecorded);
      // Once more: taking the level may have waited.
      object(command, context);
      return await session.execute(command.text, {
        until: command.wait,
        origin: 'console',
        // The right to run is judged when a command arrives: a long answer at rest must not keep an abort waiting,
        // and an accepted macro goes on by itself, for a whole run perhaps.
        onSent: (sentAt) => {
          entry?.progress({ kind: 'sent', sentAt });
          if (!lease.raised) void lease.release();
        },
        onAccepted: () => void lease.release(),
      });
    } finally {
      wire.dispose();
      // A command that may have changed the level by hand must not leave it changed.
      if (/acc/i.test(command.text)) await access.reassert();
      await lease.release();
    }
  });
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

function endOf(error: unknown, at: Instant): ActionState {
  const failure = explain(error);
  if (error instanceof MachineError) return { kind: 'refused', at, failure };
  return error instanceof OutcomeUnknownError || error instanceof DeadlineError
    ? { kind: 'unknown', at, failure }
    : { kind: 'not-sent', at, failure };
}
