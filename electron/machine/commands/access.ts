import { createHmac } from 'node:crypto';
import { type AccessLevel, readAccessLevel } from '../../../shared/access-level.ts';
import { optionText } from '../../scpi/value.ts';
import { command, order } from './command.ts';

export interface Access {
  readonly level: AccessLevel;
  readonly exclusive: boolean;
  readonly stealth: boolean;
}

/** This session's level: `-stealth=False -exclusive=False Observer` (instrument protocol, section 5). */
export const accessQuery = command<Access>('ACC?', 'an access level', (body) => {
  const level = readAccessLevel(body.args.at(-1)?.text ?? '');
  if (level === null) return null;
  const flag = (key: string): boolean => /^true$/i.test(optionText(body.options, key) ?? '');
  return { level, exclusive: flag('exclusive'), stealth: flag('stealth') };
});

/** Takes a level. Fails if it is above the maximum, or exclusive while another session holds Controller. */
export const takeAccess = ({ level, exclusive, stealth }: Access) =>
  order(`ACC -stealth=${written(stealth)} -exclusive=${written(exclusive)} ${level}`);

/** Asks for the challenge that `authenticate` answers. */
export const challengeQuery = command<string>('CHAL?', 'a challenge', (body) => {
  const challenge = (body.args[0]?.text ?? body.raw).trim();
  return challenge === '' ? null : challenge;
});

/** Proves knowledge of the password: hex HMAC-MD5 of the challenge, keyed with the password. */
export const authenticate = (password: string, challenge: string) =>
  order(`AUTH ${createHmac('md5', password).update(challenge).digest('hex')}`);

function written(flag: boolean): string {
  return flag ? 'True' : 'False';
}
