import { describe, expect, it } from 'vitest';
import { NotAQuantStudioError } from '../../../electron/scpi/errors.ts';
import { FramingError } from '../../../electron/scpi/framing-error.ts';
import { Session } from '../../../electron/scpi/session.ts';
import {
  ConnectAbortedError,
  ConnectionLostError,
} from '../../../electron/scpi/transport-errors.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { FakeTransport } from '../../support/scpi-fake-transport.ts';
import { follow, greetingLine, openBench, transcript } from '../../support/scpi-session.ts';
import { cuttings, wire } from '../../support/scpi-splits.ts';

const lost = new ConnectionLostError('The connection broke: reset', 'ECONNRESET');

async function failToOpen(act: (transport: FakeTransport, clock: FakeClock) => unknown) {
  const transport = new FakeTransport();
  const clock = new FakeClock();
  const opening = follow(Session.open(transport, { clock, greetingSeconds: 5 }));
  await act(transport, clock);
  await settle();
  expect(transport.disposed).toBe(true);
  expect(transport.written).toEqual([]);
  expect(clock.pending).toBe(0);
  if (typeof opening.outcome === 'string' || 'value' in opening.outcome) {
    throw new Error('The session was opened');
  }
  return opening.outcome.error;
}

describe('opening a session', () => {
  it('waits for the greeting, sends nothing before it, and tells what it said', async () => {
    for (const chunks of cuttings(wire(`\r\n${greetingLine}`))) {
      const transport = new FakeTransport();
      const clock = new FakeClock();
      const opening = Session.open(transport, { clock });
      for (const chunk of chunks) transport.sayBytes(chunk);
      const session = await opening;
      expect(session.greeting).toMatchObject({ session: '474800', version: '1.3.0' });
      expect(session.state).toEqual({ kind: 'ready' });
      expect(transport.written).toEqual([]);
      expect(clock.pending).toBe(0);
      session.dispose();
    }
  });

  it('gives listeners the greeting and what follows it in the same packet', async () => {
    const bench = await openBench();
    expect(transcript(bench.records)).toEqual([`< ${greetingLine}`]);
    const transport = new FakeTransport();
    const topics: string[] = [];
    const opening = Session.open(transport, {
      clock: new FakeClock(),
      listeners: { message: ({ topic }) => topics.push(topic) },
    });
    transport.say(`${greetingLine}MESSage Run Stage 1\n`);
    await opening;
    expect(topics).toEqual(['Run']);
  });

  it('refuses a peer that says nothing in time', async () => {
    const error = await failToOpen((_, clock) => clock.advance(5000));
    expect(error).toBeInstanceOf(NotAQuantStudioError);
    expect(error).toMatchObject({ reason: 'silent', said: '' });
    expect(error.message).toContain('5 s');
  });

  it('refuses a peer that says something else, and quotes it', async () => {
    const error = await failToOpen((transport) => transport.say('SSH-2.0-OpenSSH_9.6\r\n'));
    expect(error).toBeInstanceOf(NotAQuantStudioError);
    expect(error).toMatchObject({ reason: 'said-something-else', said: 'SSH-2.0-OpenSSH_9.6' });
  });

  it('quotes no more than 80 characters and no control characters', async () => {
    const error = await failToOpen((transport) => transport.say(`\x1b[2J${'é'.repeat(200)}\n`));
    expect(error).toBeInstanceOf(NotAQuantStudioError);
    const { said } = error as NotAQuantStudioError;
    expect(said).toHaveLength(80);
    expect(said.startsWith('·[2J')).toBe(true);
  });

  it('quotes a peer that never ends its line', async () => {
    const error = await failToOpen(async (transport, clock) => {
      transport.say('login: ');
      await clock.advance(5000);
    });
    expect(error).toMatchObject({ reason: 'said-something-else', said: 'login:' });
  });

  it('refuses a peer that floods it without ending a line', async () => {
    const error = await failToOpen((transport) => {
      for (let count = 0; count < 70; count++) transport.say('x'.repeat(1024));
    });
    expect(error).toMatchObject({ reason: 'said-something-else' });
  });

  it('refuses a peer whose first bytes break the framing, with that as the cause', async () => {
    const error = await failToOpen((transport) => transport.say('<html></body>\n'));
    expect(error).toMatchObject({ reason: 'said-something-else', said: '<html></body>' });
    expect(error.cause).toBeInstanceOf(FramingError);
  });

  it('says why the connection was lost before the greeting', async () => {
    expect(await failToOpen((transport) => transport.close(lost))).toBe(lost);
    const error = await failToOpen((transport) => {
      transport.say('HTTP/1.1 400 Bad Request');
      transport.close(lost);
    });
    expect(error).toMatchObject({ said: 'HTTP/1.1 400 Bad Request', cause: lost });
  });

  it('stops waiting when its caller gives up, also beforehand', async () => {
    const controller = new AbortController();
    const transport = new FakeTransport();
    const clock = new FakeClock();
    const opening = Session.open(transport, { clock, signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(opening).rejects.toMatchObject({ name: 'ConnectAbortedError', step: 'greeting' });
    expect(transport.disposed).toBe(true);
    const second = new FakeTransport();
    await expect(Session.open(second, { clock, signal: controller.signal })).rejects.toBeInstanceOf(
      ConnectAbortedError,
    );
    expect(second.disposed).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('is not ended by that signal later', async () => {
    const controller = new AbortController();
    const { session } = await openBench({ signal: controller.signal });
    controller.abort();
    expect(session.state.kind).toBe('ready');
  });
});
