import { createHmac, timingSafeEqual } from 'node:crypto';
import { type AccessLevel, readAccessLevel } from '../../../shared/access-level.ts';
import type { Instant } from '../../../shared/units.ts';
import type { Clock } from '../../base/clock.ts';
import type { AccessControl } from '../access.ts';
import { badInvocation, CommandFailure } from '../command-failure.ts';
import type { CommandDefinition, CommandTable } from '../command-table.ts';
import type { Random } from '../random.ts';
import { formatBoolean, quoteReply, quoteValue } from '../values.ts';
import { booleanOption, wordOf, wordsOf } from './arguments.ts';

export interface SessionCommandOptions {
  /** No password means that `AUTH` always fails. */
  readonly password: string | null;
  /** The most a session may take once it has given the password. */
  readonly passwordLevel: AccessLevel;
  readonly random: Random;
  readonly clock: Clock;
  /** Late, because the access control and the table need the commands first. */
  readonly access: () => AccessControl;
  readonly table: () => CommandTable;
}

/** The commands that concern the connection rather than the machine: the same for a live and a recorded one. */
export function sessionCommands(options: SessionCommandOptions): readonly CommandDefinition[] {
  return [...accessCommands(options), ...topicCommands, ...generalCommands(options.table)];
}

/** As QSLib 0.15.3 documents `RAND?`; the long form is a guess. */
const keyMilliseconds = 10 * 60_000;

function accessCommands({
  access,
  password,
  passwordLevel,
  random,
  clock,
}: SessionCommandOptions): readonly CommandDefinition[] {
  /** The one key of the moment: six digits that anyone on another connection may authenticate with. */
  let key: { readonly digits: string; readonly until: Instant } | null = null;
  const validKey = (): string | null =>
    key !== null && clock.now() < key.until ? key.digits : null;
  return [
    {
      name: 'ACCess?',
      level: 'Guest',
      usage: 'ACCess?',
      help: 'The access level of this connection.',
      run: ({ session }) => {
        const { level, exclusive, stealth } = access().held(session.sessionId);
        return `-stealth=${formatBoolean(stealth)} -exclusive=${formatBoolean(exclusive)} ${level}`;
      },
    },
    {
      name: 'ACCess',
      level: 'Guest',
      options: ['stealth', 'exclusive'],
      usage: 'ACCess [-stealth=False] [-exclusive=False] level',
      help: 'Takes an access level: Guest, Observer, Controller, Administrator or Full.',
      run: (call) => {
        const level = readAccessLevel(wordOf(call));
        if (level === null) throw badInvocation(`'${wordOf(call)}' is not an access level`);
        access().take(call.session.sessionId, {
          level,
          exclusive: booleanOption(call, 'exclusive'),
          stealth: booleanOption(call, 'stealth'),
        });
        return '';
      },
    },
    {
      name: 'CHALlenge?',
      level: 'Guest',
      usage: 'CHALlenge?',
      help: 'A text to answer with AUTHenticate.',
      run: ({ session }) => {
        const digits = Array.from({ length: 16 }, () => Math.floor(random() * 16).toString(16));
        session.challenge = digits.join('');
        return session.challenge;
      },
    },
    {
      name: 'AUTHenticate',
      level: 'Guest',
      usage: 'AUTHenticate response',
      help: 'Raises the limit of this connection: the HMAC-MD5 of the challenge, in hexadecimal.',
      run: (call) => {
        const response = wordOf(call);
        const { challenge } = call.session;
        call.session.challenge = null;
        const opens = (secret: string | null): boolean =>
          secret !== null && challenge !== null && isAnswer(response, secret, challenge);
        if (opens(password)) access().raiseMaximum(call.session.sessionId, passwordLevel);
        else if (opens(validKey())) access().raiseMaximum(call.session.sessionId, 'Administrator');
        else throw new CommandFailure('AuthError', 'Authentication failed');
        return '';
      },
    },
    {
      name: 'RANDom?',
      level: 'Controller',
      usage: 'RANDom?',
      help: 'A key of six digits that gives Administrator when authenticated with, for ten minutes.',
      run: (call) => {
        wordsOf(call, 0, 0);
        if (validKey() === null) {
          const digits = String(Math.floor(random() * 1_000_000)).padStart(6, '0');
          key = { digits, until: (clock.now() + keyMilliseconds) as Instant };
        }
        return key?.digits ?? '';
      },
    },
  ];
}

const topicCommands: readonly CommandDefinition[] = [
  {
    name: 'SUBScribe',
    level: 'Observer',
    options: ['timestamp'],
    usage: 'SUBScribe [-timestamp] topic…',
    help: 'Sends the messages of these topics to this connection.',
    run: (call) => {
      const timestamp = booleanOption(call, 'timestamp');
      for (const topic of wordsOf(call, 1)) call.session.subscribe(topic, timestamp);
      return '';
    },
  },
  {
    name: 'UNSubscribe',
    level: 'Observer',
    usage: 'UNSubscribe topic…',
    help: 'Ends subscriptions.',
    run: (call) => {
      for (const topic of wordsOf(call, 1)) call.session.unsubscribe(topic);
      return '';
    },
  },
];

function generalCommands(table: () => CommandTable): readonly CommandDefinition[] {
  return [
    {
      name: 'RETurn',
      level: 'Observer',
      usage: 'RETurn value…',
      help: 'Answers its own arguments after substitution.',
      run: ({ words }) => words.map(quoteValue).join(' '),
    },
    {
      name: 'HELP?',
      level: 'Guest',
      usage: 'HELP? [command]',
      help: 'Lists the commands, or explains one.',
      run: (call) => help(table(), wordsOf(call, 0, 1)[0]),
    },
    {
      name: 'QUIT',
      level: 'Guest',
      usage: 'QUIT',
      help: 'Ends this connection.',
      run: ({ session }) => {
        session.leave();
        return '';
      },
    },
  ];
}

function help(table: CommandTable, name: string | undefined): string {
  if (name === undefined) {
    return quoteReply(table.commands.map((command) => command.name).toSorted());
  }
  const command = table.find(name);
  if (!command) {
    throw new CommandFailure('NoMatch', `Command '${name}' not found`, { command: name });
  }
  return quoteReply([command.usage, `\t${command.help}`, `\tAccess level: ${command.level}`]);
}

function isAnswer(response: string, password: string, challenge: string): boolean {
  const expected = createHmac('md5', password).update(challenge).digest();
  const given = Buffer.from(response, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
