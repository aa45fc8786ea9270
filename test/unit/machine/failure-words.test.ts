import { describe, expect, it } from 'vitest';
import { LevelAboveCapError, LevelHeldError } from '../../../electron/machine/access-control.ts';
import { FailureError } from '../../../electron/machine/failure-error.ts';
import { explain } from '../../../electron/machine/failure-words.ts';
import { retriesByItself } from '../../../electron/machine/retry-policy.ts';
import { UnexpectedReplyError } from '../../../electron/machine/unexpected-reply.ts';
import {
  CommandTextError,
  DeadlineError,
  MachineError,
  NotAQuantStudioError,
  NotSentError,
  OutcomeUnknownError,
  SessionEndedError,
} from '../../../electron/scpi/errors.ts';
import { FramingError } from '../../../electron/scpi/framing-error.ts';
import { parseMessage } from '../../../electron/scpi/parser.ts';
import * as transport from '../../../electron/scpi/transport-errors.ts';
import { type FailureKind, failureKinds } from '../../../shared/failure.ts';

const answer = 'c0ffee00c0ffee00c0ffee00c0ffee00';
const where = 'machine.lab:7443';

function machineError(command: string, reply: string): MachineError {
  const message = parseMessage(Buffer.from(`ERRor 7 ${reply}\n`));
  if (message.kind !== 'error') throw new Error('not an error');
  return new MachineError(command, 7, message.details);
}

const lost = new transport.ConnectionLostError('The connection broke', 'ECONNRESET');

const cases: readonly (readonly [string, unknown, FailureKind])[] = [
  ['DnsError', new transport.DnsError('machine.lab', null), 'dns'],
  [
    'ConnectionRefusedError',
    new transport.ConnectionRefusedError(where, null),
    'connection-refused',
  ],
  ['HostUnreachableError', new transport.HostUnreachableError(where, null), 'unreachable'],
  ['ConnectTimeoutError', new transport.ConnectTimeoutError(where, 'tcp', 10), 'timed-out'],
  ['ConnectAbortedError', new transport.ConnectAbortedError('tcp', null), 'cancelled'],
  ['a silent peer', new NotAQuantStudioError(new Uint8Array(), 10), 'not-a-quantstudio'],
  [
    'another kind of peer',
    new NotAQuantStudioError(Buffer.from('SSH-2.0-OpenSSH'), null),
    'not-a-quantstudio',
  ],
  ['TlsTooOldError', new transport.TlsTooOldError(where, null), 'tls-too-old'],
  ['a plain peer', new transport.TlsHandshakeError(where, 'no TLS', true, null), 'tls-failed'],
  ['another handshake', new transport.TlsHandshakeError(where, 'odd', false, null), 'tls-failed'],
  [
    'CertificateChangedError',
    new transport.CertificateChangedError(where, 'AA', 'BB', 'gateway'),
    'certificate-changed',
  ],
  [
    'CertificateUntrustedError',
    new transport.CertificateUntrustedError(where, 'AA', 'gateway', 'self-signed'),
    'certificate-untrusted',
  ],
  ['AuthorityFileError', new transport.AuthorityFileError('it is empty'), 'invalid-input'],
  ...(['unreadable', 'required', 'refused'] as const).map(
    (reason) =>
      [
        `a client certificate ${reason}`,
        new transport.ClientCertificateError(reason, 'what', null),
        'client-certificate',
      ] as const,
  ),
  ['ConnectionLostError', lost, 'connection-lost'],
  ['FramingError', new FramingError('frame-too-large', 9, 'too large'), 'framing'],
  ['LevelAboveCapError', new LevelAboveCapError('Controller', 'Observer'), 'level-above-cap'],
  ['LevelHeldError', new LevelHeldError('Full', 'Controller'), 'busy'],
  ['DeadlineError', new DeadlineError('OPEN', 7, 'first-reply', 30), 'no-answer'],
  ['UnexpectedReplyError', new UnexpectedReplyError('POW?', 'MAYBE', 'ON'), 'unexpected-reply'],
  [
    'CommandTextError',
    new CommandTextError({ kind: 'newline', line: 1, column: 5, message: 'A newline' }),
    'invalid-command',
  ],
  ['SessionEndedError', new SessionEndedError('left'), 'connection-lost'],
  ['NotSentError after a loss', new NotSentError('OPEN', 'lost', lost), 'connection-lost'],
  [
    'OutcomeUnknownError after a loss',
    new OutcomeUnknownError('OPEN', 7, 'lost', lost),
    'connection-lost',
  ],
  [
    'NotSentError alone',
    new NotSentError('OPEN', 'the connection is being left'),
    'connection-lost',
  ],
  [
    'a wrong password',
    machineError(`AUTH ${answer}`, `[AuthError] --> AUTH ${answer} failed`),
    'wrong-password',
  ],
  [
    'a level above the limit',
    machineError('ACC Controller', '[AccessLevelExceeded] -accessLimit="Observer" --> no'),
    'level-above-limit',
  ],
  [
    'too low a level',
    machineError(
      'OPEN',
      '[InsufficientAccess] -requiredAccess="Controller" -currentAccess="Observer" --> no',
    ),
    'insufficient-access',
  ],
  [
    'an exclusive controller',
    machineError(
      'ACC Controller',
      '[InvocationError] --> Session 5 holds exclusive Controller access',
    ),
    'exclusive-controller',
  ],
  [
    'any other error',
    machineError('OPEN', '[NeverSeen] -a="b" --> The arm is bent'),
    'machine-error',
  ],
  ['an error without a kind', machineError('OPEN', 'testerror'), 'machine-error'],
  ['a bug', new TypeError('x is not a function'), 'internal'],
  ['something that is no error', 'boom', 'internal'],
];

describe('failures in plain words', () => {
  it.each(cases)('%s becomes a failure with a sentence and a remedy', (_, error, kind) => {
    const failure = explain(error);
    expect(failure.kind).toBe(kind);
    expect(failure.message).toMatch(/^[A-Z“].{10}/su);
    expect(failure.remedy).toMatch(/^[A-Z].{8}/s);
    // Where the machine's or the parser's own words stand, they end as they came.
    if (kind !== 'machine-error') expect(failure.message).toMatch(/\.$/);
    if (kind !== 'invalid-command') expect(failure.remedy).toMatch(/\.$/);
    expect(failure.message).not.toMatch(/undefined|null|\[object|ECONN/);
    expect(failure.remedy).not.toMatch(/undefined|null|\[object/);
    expect(JSON.stringify(failure)).not.toContain(answer);
  });

  it('pass a failure through that is in words already', () => {
    const failure = { kind: 'busy', message: 'm', remedy: 'r', detail: '' } as const;
    expect(explain(new FailureError(failure))).toBe(failure);
  });

  it('name the level needed and the limit where the machine told them', () => {
    expect(explain(cases.find(([name]) => name === 'too low a level')?.[1]).message).toContain(
      'Controller',
    );
    expect(
      explain(cases.find(([name]) => name === 'a level above the limit')?.[1]).message,
    ).toContain('Observer');
  });

  it('show an error kind never seen before whole', () => {
    const failure = explain(cases.find(([name]) => name === 'any other error')?.[1]);
    expect(failure.message).toContain('The arm is bent');
    expect(failure.detail).toBe('[NeverSeen] -a="b" --> The arm is bent');
  });

  it('do not repeat the answer to a challenge, however the error wraps it', () => {
    for (const error of [
      new OutcomeUnknownError(`AUTH ${answer}`, 7, 'why', undefined),
      new NotSentError(`AUTH ${answer}`, 'why'),
      new DeadlineError(`AUTH ${answer}`, 7, 'first-reply', 30),
      machineError(`AUTH ${answer}`, `[AuthError] -given="${answer}" --> ${answer}`),
    ])
      expect(JSON.stringify(explain(error))).not.toContain(answer);
  });
});

describe('what is tried again by itself', () => {
  it('leaves out exactly what a person must change first', () => {
    expect(failureKinds.filter((kind) => !retriesByItself(kind))).toEqual([
      'certificate-untrusted',
      'certificate-changed',
      'client-certificate',
      'wrong-password',
      'passwords-locked',
      'level-above-limit',
      'level-above-cap',
      'insufficient-access',
      'invalid-input',
    ]);
  });
});
