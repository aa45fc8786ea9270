import { describe, expect, it } from 'vitest';
import {
  DeadlineError,
  MachineError,
  NotSentError,
  OutcomeUnknownError,
} from '../../../electron/scpi/errors.ts';
import { parseMessage } from '../../../electron/scpi/parser.ts';
import { maskSecrets, secretsIn } from '../../../electron/scpi/secrets.ts';
import { openBench } from '../../support/scpi-session.ts';
import { wire } from '../../support/scpi-splits.ts';

const digest = '0123456789abcdef0123456789abcdef';

describe('hiding secrets', () => {
  it.each([
    [`AUTH ${digest}`, 'AUTH ***'],
    [`auth ${digest}`, 'auth ***'],
    [`17 Auth ${digest}\n`, '17 Auth ***\n'],
    [`AUTHenticate ${digest}`, 'AUTHenticate ***'],
    [`17 SYST:AUTH ${digest}`, '17 SYST:AUTH ***'],
    [`AUTH\t"${digest}"`, 'AUTH\t***'],
    [`AUTH -a=b ${digest}`, 'AUTH ***'],
    [`AUTH <quote>\n${digest}\n</quote>\n`, 'AUTH ***'],
    [`AUTH<quote>${digest}</quote>`, 'AUTH***'],
    [`AUTH=${digest}`, 'AUTH=***'],
    [`RET $(AUTH ${digest})`, 'RET $(AUTH ***'],
    [`OK AUTH ${digest}\nOK 5 fine`, 'OK AUTH ***\nOK 5 fine'],
    [`AUTH AUTH ${digest}`, 'AUTH ***'],
  ])('hides the argument in %j', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });

  it.each([
    '[AuthError] --> Authentication failed',
    'AUTH',
    'RET author 5',
    'RET myauth 5',
    'CHAL?',
    '3 ACC -stealth=False Observer',
  ])('leaves %j as it is', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });

  it('knows the words of an AUTH command, and of no other', () => {
    expect(secretsIn(`AUTH "${digest}" abc`)).toEqual([digest]);
    expect(secretsIn('ACC Observer')).toEqual([]);
  });
});

describe('errors about AUTH', () => {
  const command = `AUTH ${digest}`;

  function machineError(line: string): MachineError {
    const message = parseMessage(wire(line));
    if (message.kind !== 'error') throw new Error(message.kind);
    return new MachineError(command, 3, message.details);
  }

  it('carry the digest in no text, wherever the machine repeats it', () => {
    const errors = [
      new NotSentError(command, 'no'),
      new OutcomeUnknownError(command, 1, 'lost', null),
      new DeadlineError(command, 1, 'first-reply', 30),
      machineError(
        `ERRor 3 [AuthError] -answer="${digest}" -x --> Wrong ${digest} --> AUTH ${digest}\n`,
      ),
      machineError(`ERRor 3 ${digest}\n`),
    ];
    for (const error of errors) {
      const text = `${JSON.stringify(error)} ${error.message} ${error.stack}`;
      expect(text).not.toContain(digest);
      expect(text).toContain('***');
    }
    expect(errors[3]).toMatchObject({ errorKind: 'AuthError', chain: ['Wrong ***', 'AUTH ***'] });
    expect((errors[3] as MachineError).field('answer')).toBe('***');
  });

  it('carry it in nothing that a session tells but the exact bytes of the wire', async () => {
    const { session, transport, unmatched, clock } = await openBench();
    const failed = session.execute(command);
    transport.say(`ERRor 1 [AuthError] --> ${digest}\n`);
    await expect(failed).rejects.not.toThrow(digest);
    const late = session
      .execute(command, { firstReplySeconds: 1 })
      .catch((error: Error) => error.message);
    await clock.advance(1000);
    transport.say('OK 2\n');
    expect(await late).toEqual(expect.not.stringContaining(digest));
    expect(unmatched.map((entry) => entry.command)).toEqual(['AUTH ***']);
    const refused = session.execute(`AUTH ${digest}\n`).catch((error: Error) => error.message);
    expect(await refused).toEqual(expect.not.stringContaining(digest));
  });
});
