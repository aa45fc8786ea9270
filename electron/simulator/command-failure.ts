import type { AccessLevel } from '../../shared/access-level.ts';

/** The error kinds that the instrument is known to use (instrument protocol, section 4). */
export type FailureKind =
  | 'InsufficientAccess'
  | 'AccessLevelExceeded'
  | 'AuthError'
  | 'InvocationError'
  | 'NoMatch'
  | 'IOError'
  | 'ParseError';

/** A command that the instrument refuses; its text is what follows the ident in `ERRor ident …`. */
export class CommandFailure extends Error {
  readonly kind: FailureKind;
  readonly fields: Readonly<Record<string, string>>;

  constructor(kind: FailureKind, message: string, fields: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'CommandFailure';
    this.kind = kind;
    this.fields = fields;
  }

  /** `[Kind] -key="value" --> text`: field values are always quoted, as the instrument writes them. */
  get wireText(): string {
    const fields = Object.entries(this.fields).map(
      ([name, value]) => ` -${name}="${value.replaceAll(/["\r\n]/g, "'")}"`,
    );
    return `[${this.kind}]${fields.join('')} --> ${this.message}`;
  }
}

export function insufficientAccess(required: AccessLevel, current: AccessLevel): CommandFailure {
  return new CommandFailure('InsufficientAccess', 'Insufficient access level for this command', {
    requiredAccess: required,
    currentAccess: current,
  });
}

export function badInvocation(message: string): CommandFailure {
  return new CommandFailure('InvocationError', message);
}

/** The operating system's complaint about a path (section 4 and the message log of a real run). */
export function noSuchFile(filename: string): CommandFailure {
  const message = 'No such file or directory';
  return new CommandFailure('IOError', `${message}: '${filename}'`, { message, filename });
}

export function badText(message: string, place: string): CommandFailure {
  return new CommandFailure('ParseError', `In ${place} --> ${message}`, { message });
}
