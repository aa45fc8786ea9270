import type { CommandFault, CommandFaultKind } from '../../shared/command-text.ts';
import type { ErrorDetails } from './message.ts';
import { maskSecrets, secretsIn } from './secrets.ts';
import { type Option, optionText } from './value.ts';

/** The command would desynchronise the session or cannot be written; nothing was sent. */
export class CommandTextError extends Error {
  override readonly name = 'CommandTextError';
  readonly fault: CommandFaultKind;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;

  constructor({ kind, line, column, message }: CommandFault) {
    super(`${message} (line ${line}, column ${column})`);
    this.fault = kind;
    this.line = line;
    this.column = column;
  }
}

/** Nothing of the command was written. `cause` says why. */
export class NotSentError extends Error {
  override readonly name = 'NotSentError';
  /** The command, secrets masked. */
  readonly command: string;

  constructor(command: string, why: string, cause?: unknown) {
    const masked = maskSecrets(command);
    super(`${quoteBriefly(masked)} was not sent: ${why}`, { cause });
    this.command = masked;
  }
}

/** The command was written, and what became of it is unknown. `cause` says why. */
export class OutcomeUnknownError extends Error {
  override readonly name = 'OutcomeUnknownError';
  readonly command: string;
  readonly ident: number;

  constructor(command: string, ident: number, why: string, cause: unknown) {
    const masked = maskSecrets(command);
    super(`${quoteBriefly(masked)} was sent, and its outcome is unknown: ${why}`, { cause });
    this.command = masked;
    this.ident = ident;
  }
}

/** The command was written and not answered in time: its outcome is unknown, and a reply may still come. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  readonly command: string;
  readonly ident: number;
  readonly which: 'first-reply' | 'completion';
  readonly limitSeconds: number;

  constructor(
    command: string,
    ident: number,
    which: 'first-reply' | 'completion',
    limitSeconds: number,
  ) {
    const masked = maskSecrets(command);
    super(
      which === 'first-reply'
        ? `${quoteBriefly(masked)} was not answered within ${limitSeconds} s`
        : `${quoteBriefly(masked)} was accepted but not finished within ${limitSeconds} s`,
    );
    this.command = masked;
    this.ident = ident;
    this.which = which;
    this.limitSeconds = limitSeconds;
  }
}

/** The machine answered with `ERRor`. Source: instrument protocol, section 4. */
export class MachineError extends Error {
  override readonly name = 'MachineError';
  readonly command: string;
  readonly ident: number;
  /** `InsufficientAccess`, `AuthError`, …; null when the reply gave none. */
  readonly errorKind: string | null;
  readonly fields: readonly Option[];
  readonly text: string;
  readonly chain: readonly string[];
  readonly raw: string;

  constructor(command: string, ident: number, details: ErrorDetails) {
    const secrets = secretsIn(command);
    const mask = (text: string): string => maskSecrets(text, secrets);
    super(
      `${quoteBriefly(mask(command))} failed: ${mask(details.text === '' ? details.raw : details.text)}`,
    );
    this.command = mask(command);
    this.ident = ident;
    this.errorKind = details.errorKind;
    this.fields = details.fields.map((field) => maskField(field, mask));
    this.text = mask(details.text);
    this.chain = details.chain.map(mask);
    this.raw = mask(details.raw);
  }

  /** The text of a field such as `requiredAccess`, or null. */
  field(key: string): string | null {
    return optionText(this.fields, key);
  }
}

/** Enough bytes for the 80 characters that {@link NotAQuantStudioError} quotes. */
export const greetingEvidenceBytes = 320;

/** The peer accepted the connection but does not greet as an instrument does. */
export class NotAQuantStudioError extends Error {
  override readonly name = 'NotAQuantStudioError';
  readonly reason: 'silent' | 'said-something-else';
  /** The first 80 characters it said, control characters shown as `·`; empty when it was silent. */
  readonly said: string;

  constructor(heard: Uint8Array, waitedSeconds: number | null, cause?: unknown) {
    const text = Buffer.from(heard.subarray(0, greetingEvidenceBytes)).toString('utf8').trim();
    const said = text
      .replaceAll(/\p{Cc}/gu, '·')
      .slice(0, 80)
      .toWellFormed();
    super(
      said === ''
        ? `The peer said nothing within ${waitedSeconds ?? 0} s; a QuantStudio greets at once`
        : `The peer is not a QuantStudio: it said "${said}"`,
      { cause },
    );
    this.reason = said === '' ? 'silent' : 'said-something-else';
    this.said = said;
  }
}

/** The session ended because its owner left or disposed it. */
export class SessionEndedError extends Error {
  override readonly name = 'SessionEndedError';
  readonly how: 'left' | 'disposed';

  constructor(how: 'left' | 'disposed') {
    super(how === 'left' ? 'this connection was left' : 'this connection was dropped on our side');
    this.how = how;
  }
}

function maskField(field: Option, mask: (text: string) => string): Option {
  if (field.value === null) return field;
  const text = mask(field.value.text);
  if (text === field.value.text) return field;
  return { key: field.key, value: { kind: 'quoted', text, raw: `"${text}"` } };
}

function quoteBriefly(command: string): string {
  const line = command.split('\n', 1)[0] ?? '';
  return line.length < command.length || line.length > 80 ? `"${line.slice(0, 80)}…"` : `"${line}"`;
}
