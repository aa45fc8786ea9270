import { describe, expect, it } from 'vitest';
import {
  CommandTextError,
  MachineError,
  NotAQuantStudioError,
  NotSentError,
  OutcomeUnknownError,
  SessionEndedError,
} from '../../../electron/scpi/errors.ts';
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

describe('executing a command', () => {
  it('writes ident, command and line end, and resolves with the answer', async () => {
    const { session, transport, clock, records } = await openBench();
    const sentAt: number[] = [];
    const execution = session.execute('RET "5 µl"', {
      onSent: (at) => sentAt.push(at),
      origin: 'console',
    });
    expect(transport.written).toEqual(['1 RET "5 \xc2\xb5l"\n']);
    const start = clock.now();
    await clock.advance(250);
    transport.say('OK 1 -a=b 5 "c d"\n');
    const reply = await execution;
    expect(reply).toMatchObject({
      ident: 1,
      sentAt: start,
      acceptedAt: null,
      at: start + 250,
      body: { raw: '-a=b 5 "c d"' },
    });
    expect(sentAt).toEqual([start]);
    expect(records.slice(1)).toMatchObject([
      { direction: 'sent', kind: 'command', ident: 1, at: start, origin: 'console' },
      { direction: 'received', kind: 'ok', ident: 1, at: start + 250, origin: 'console' },
    ]);
    expect(clock.pending).toBe(0);
  });

  it('resolves at the end of a command that is accepted first', async () => {
    const { session, transport, clock } = await openBench();
    const acceptedAt: number[] = [];
    const execution = follow(session.execute('OPEN', { onAccepted: (at) => acceptedAt.push(at) }));
    await clock.advance(10);
    transport.say('NEXT 1\n');
    await settle();
    expect(acceptedAt).toEqual([clock.now()]);
    expect(execution.outcome).toBe('waiting');
    await clock.advance(5000);
    transport.say('OK 1\n');
    await settle();
    expect(execution.outcome).toMatchObject({ value: { acceptedAt: acceptedAt[0] } });
  });

  it('resolves at acceptance when that was asked, and surfaces the end', async () => {
    const { session, transport, unmatched, clock } = await openBench();
    const paused = session.execute('PAUSe', { until: 'accepted' });
    transport.say('NEXT 1\n');
    expect(await paused).toMatchObject({ ident: 1, acceptedAt: clock.now() });
    expect(clock.pending).toBe(0);
    const quick = session.execute('RESume', { until: 'accepted' });
    transport.say('OK 2\nERRor 1 [Late] --> after all\n');
    expect(await quick).toMatchObject({ ident: 2, acceptedAt: null });
    expect(unmatched).toMatchObject([{ reason: 'after-acceptance', command: 'PAUSe' }]);
  });

  it('delivers answers in any order, each to the command with its ident', async () => {
    const { session, transport } = await openBench();
    const runs = ['A?', 'B?', 'C?'].map((command) => session.execute(command));
    expect(transport.written).toEqual(['1 A?\n', '2 B?\n', '3 C?\n']);
    transport.say('OK 3 c\nNEXT 1\nOK 2 b\nOK 1 a\n');
    const replies = await Promise.all(runs);
    expect(replies.map(({ body }) => body.raw)).toEqual(['a', 'b', 'c']);
  });

  it('gives every command another ident, from where it was told to start', async () => {
    const { session, transport } = await openBench({ firstIdent: 5000 });
    for (const command of ['A?', 'B?']) void session.execute(command).catch(() => {});
    expect(transport.written).toEqual(['5000 A?\n', '5001 B?\n']);
  });

  it('rejects with what the machine answered', async () => {
    const { session, transport } = await openBench();
    const execution = session.execute('OPEN');
    transport.say(
      'ERRor 1 [InsufficientAccess] -requiredAccess="Controller" --> Need it --> Really\n',
    );
    const error = await execution.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(MachineError);
    expect(error).toMatchObject({
      message: '"OPEN" failed: Need it --> Really',
      errorKind: 'InsufficientAccess',
      chain: ['Need it', 'Really'],
      text: 'Need it --> Really',
      raw: '[InsufficientAccess] -requiredAccess="Controller" --> Need it --> Really',
    });
    expect((error as MachineError).field('requiredaccess')).toBe('Controller');
  });

  it('never writes a command that would desynchronise the session', async () => {
    const { session, transport } = await openBench();
    for (const text of ['', 'A\nB', 'RET <quote>', 'RET </quote>', 'A\r']) {
      await expect(session.execute(text)).rejects.toBeInstanceOf(CommandTextError);
    }
    expect(transport.written).toEqual([]);
  });

  it('surfaces replies to nobody and never delivers them to another', async () => {
    const { session, transport, unmatched } = await openBench();
    const execution = follow(session.execute('A?'));
    transport.say('OK 99 x\nOK A? x\nERRor nothing\nOK\nNEXT 0\n');
    await settle();
    expect(execution.outcome).toBe('waiting');
    expect(unmatched.map(({ reason }) => reason)).toEqual([
      'unknown-ident',
      'no-ident',
      'no-ident',
      'no-ident',
      'unknown-ident',
    ]);
  });

  it('takes no answer to a command that is not written yet', async () => {
    const { session, transport, unmatched } = await openBench();
    transport.takesMore = false;
    void session.execute('A?').catch(() => {});
    const second = follow(session.execute('B?'));
    transport.say('OK 2 forged\nOK 3 forged\n');
    await settle();
    expect(second.outcome).toBe('waiting');
    expect(unmatched.map(({ reason }) => reason)).toEqual(['unknown-ident', 'unknown-ident']);
  });

  it('ignores a second acceptance and a second end, and surfaces them', async () => {
    const { session, transport, unmatched } = await openBench();
    const accepted: number[] = [];
    const execution = session.execute('OPEN', { onAccepted: (at) => accepted.push(at) });
    transport.say('NEXT 1\nNEXT 1\nOK 1 first\nOK 1 second\nNEXT 1\nERRor 1 third\n');
    expect((await execution).body.raw).toBe('first');
    expect(accepted).toHaveLength(1);
    expect(unmatched.map(({ reason }) => reason)).toEqual([
      'repeated-acceptance',
      'already-answered',
      'already-answered',
      'already-answered',
    ]);
  });

  it('surfaces a second greeting and lines of no known form, and passes over blank ones', async () => {
    const { transport, unmatched } = await openBench();
    transport.say(`\n\r\n${greetingLine}what is this\n`);
    expect(unmatched).toMatchObject([
      { reason: 'second-greeting' },
      { reason: 'not-a-message', message: { raw: 'what is this' } },
    ]);
  });

  it('gives messages of topics to listeners, in order with the wire', async () => {
    const { session, transport, topics, records } = await openBench();
    const heard: string[] = [];
    const subscription = session.onMessage(({ topic }) => heard.push(topic));
    transport.say('MESSage Run 1763430540.230 Cycle 1\n');
    subscription.dispose();
    transport.say('MESSage Time -elapsed=1\n');
    expect(heard).toEqual(['Run']);
    expect(topics).toEqual(['Run Cycle 1', 'Time -elapsed=1']);
    expect(records.map(({ kind }) => kind)).toEqual(['ready', 'message', 'message']);
  });

  it('remembers when it last heard anything, a part of a line included', async () => {
    const { session, transport, clock } = await openBench();
    await clock.advance(1000);
    transport.say('MESS');
    expect(session.heardAt).toBe(clock.now());
  });
});

describe('giving a command up', () => {
  it('is not sent when the signal was aborted before', async () => {
    const { session, transport } = await openBench();
    const error = session.execute('OPEN', { signal: AbortSignal.abort('no') });
    await expect(error).rejects.toMatchObject({ name: 'NotSentError', cause: 'no' });
    expect(transport.written).toEqual([]);
  });

  it('has an unknown outcome once written, and a late answer reaches nobody', async () => {
    const { session, transport, unmatched, clock } = await openBench();
    const controller = new AbortController();
    const execution = session.execute('OPEN', { signal: controller.signal });
    controller.abort('changed my mind');
    await expect(execution).rejects.toMatchObject({
      name: 'OutcomeUnknownError',
      ident: 1,
      cause: 'changed my mind',
    });
    transport.say('NEXT 1\nOK 1\nOK 1\n');
    expect(unmatched).toMatchObject([
      { reason: 'after-abort', command: 'OPEN' },
      { reason: 'after-abort', command: 'OPEN' },
      { reason: 'already-answered', command: null },
    ]);
    expect(clock.pending).toBe(0);
  });

  it('is not sent while it waits for the socket, and never is later', async () => {
    const { session, transport } = await openBench();
    transport.takesMore = false;
    void session.execute('A?').catch(() => {});
    const controller = new AbortController();
    const second = session.execute('B?', { signal: controller.signal });
    void session.execute('C?').catch(() => {});
    expect(transport.written).toEqual(['1 A?\n']);
    controller.abort();
    await expect(second).rejects.toBeInstanceOf(NotSentError);
    transport.drain();
    expect(transport.written).toEqual(['1 A?\n', '3 C?\n']);
  });

  it('forgets the signal once the command is done', async () => {
    const { session, transport } = await openBench();
    const controller = new AbortController();
    const execution = session.execute('A?', { signal: controller.signal });
    transport.say('OK 1\n');
    await execution;
    controller.abort();
    expect(session.state.kind).toBe('ready');
  });

  it('obeys a signal that a listener of the sending aborts', async () => {
    const { session } = await openBench();
    const controller = new AbortController();
    const execution = session.execute('A?', {
      signal: controller.signal,
      onSent: () => controller.abort('at once'),
    });
    await expect(execution).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
  });
});

describe('deadlines', () => {
  it('has 30 s to the first reply; the ident stays taken, so that a late answer reaches nobody', async () => {
    const { session, transport, clock, unmatched } = await openBench();
    const execution = follow(session.execute('A?'));
    await clock.advance(29_999);
    expect(execution.outcome).toBe('waiting');
    await clock.advance(1);
    expect(execution.outcome).toMatchObject({
      error: { name: 'DeadlineError', which: 'first-reply', limitSeconds: 30, ident: 1 },
    });
    const next = follow(session.execute('B?'));
    transport.say('OK 1 late\n');
    await settle();
    expect(next.outcome).toBe('waiting');
    expect(unmatched).toMatchObject([{ reason: 'after-deadline', command: 'A?' }]);
    transport.say('OK 2\n');
    await settle();
    expect(clock.pending).toBe(0);
  });

  it('has 600 s from acceptance to the end', async () => {
    const { session, transport, clock } = await openBench();
    const execution = follow(session.execute('OPEN'));
    await clock.advance(20_000);
    transport.say('NEXT 1\n');
    await clock.advance(599_999);
    expect(execution.outcome).toBe('waiting');
    await clock.advance(1);
    expect(execution.outcome).toMatchObject({
      error: { name: 'DeadlineError', which: 'completion', limitSeconds: 600 },
    });
    expect(session.state.kind).toBe('ready');
  });

  it('takes other limits for a command', async () => {
    const { session, transport, clock } = await openBench();
    const first = follow(session.execute('A?', { firstReplySeconds: 2 }));
    const second = follow(session.execute('B?', { completionSeconds: 3 }));
    transport.say('NEXT 2\n');
    await clock.advance(2000);
    expect(first.outcome).toMatchObject({ error: { which: 'first-reply' } });
    expect(second.outcome).toBe('waiting');
    await clock.advance(1000);
    expect(second.outcome).toMatchObject({ error: { which: 'completion' } });
  });

  it('is not sent when the socket takes nothing until the deadline', async () => {
    const { session, transport, clock } = await openBench();
    transport.takesMore = false;
    void session.execute('A?').catch(() => {});
    const second = follow(session.execute('B?', { firstReplySeconds: 5 }));
    await clock.advance(5000);
    expect(second.outcome).toMatchObject({ error: { name: 'NotSentError' } });
    transport.drain();
    expect(transport.written).toEqual(['1 A?\n']);
  });
});

describe('losing the connection', () => {
  it('tells written commands from those that were not, with the cause', async () => {
    const { session, transport, clock, closed } = await openBench();
    const accepted = follow(session.execute('OPEN'));
    transport.say('NEXT 1\n');
    transport.takesMore = false;
    const written = follow(session.execute('A?'));
    const queued = follow(session.execute('B?'));
    transport.close(lost);
    await settle();
    expect(accepted.outcome).toMatchObject({ error: { name: 'OutcomeUnknownError', cause: lost } });
    expect(written.outcome).toMatchObject({ error: { name: 'OutcomeUnknownError', cause: lost } });
    expect(queued.outcome).toMatchObject({ error: { name: 'NotSentError', cause: lost } });
    expect(closed).toEqual([{ at: clock.now(), cause: { kind: 'error', error: lost } }]);
    expect(session.state).toMatchObject({ kind: 'closed', cause: { kind: 'error' } });
    expect(transport.disposed).toBe(true);
    expect(clock.pending).toBe(0);
    await expect(session.execute('C?')).rejects.toMatchObject({
      name: 'NotSentError',
      cause: lost,
    });
    expect(transport.written).toEqual(['1 OPEN\n', '2 A?\n']);
  });

  it('records the part of a frame that had come', async () => {
    const { transport, records } = await openBench();
    transport.say('OK 1 <quote>\nab');
    transport.close(lost);
    expect(records.at(-1)).toMatchObject({ kind: 'partial', direction: 'received' });
    expect(transcript(records).at(-1)).toBe('< OK 1 <quote>\nab');
  });

  it('delivers the frames before a framing error, then closes and reads nothing more', async () => {
    const { session, transport, closed, topics } = await openBench();
    const first = follow(session.execute('A?'));
    const second = follow(session.execute('B?'));
    transport.say('OK 1 fine\nOK 2 <quote>x</other>\nMESSage Run x\n');
    transport.say('MESSage Run y\nOK 2 forged\n');
    await settle();
    expect(first.outcome).toMatchObject({ value: { body: { raw: 'fine' } } });
    expect(second.outcome).toMatchObject({
      error: { name: 'OutcomeUnknownError', cause: { kind: 'mismatched-close' } },
    });
    expect(closed).toHaveLength(1);
    expect(closed[0]?.cause).toMatchObject({
      kind: 'error',
      error: expect.any(FramingError) as unknown,
    });
    expect(topics).toEqual([]);
    expect(session.state.kind).toBe('closed');
  });

  it('drops what the old socket says after it was disposed, in the same packet too', async () => {
    const { session, transport, topics, closed } = await openBench();
    const execution = follow(session.execute('A?'));
    session.onMessage(() => session.dispose());
    transport.say('MESSage Run 1\nMESSage Run 2\nOK 1\n');
    transport.say('MESSage Run 3\n');
    transport.close(null);
    await settle();
    expect(topics).toEqual(['Run 1']);
    expect(execution.outcome).toMatchObject({
      error: { name: 'OutcomeUnknownError', cause: { name: 'SessionEndedError', how: 'disposed' } },
    });
    expect(closed).toMatchObject([{ cause: { kind: 'disposed' } }]);
  });

  it('tells who subscribes to its end afterwards too, once', async () => {
    const { session, transport } = await openBench();
    transport.close(lost);
    const heard: string[] = [];
    session.onClosed(({ cause }) => heard.push(cause.kind));
    session.onClosed(({ cause }) => heard.push(cause.kind)).dispose();
    await settle();
    expect(heard).toEqual(['error']);
  });
});

describe('leaving', () => {
  it('sends QUIT, waits for its answer and the close, and ends as left', async () => {
    const { session, transport, clock, closed } = await openBench();
    const leaving = follow(session.leave(5));
    expect(session.state).toMatchObject({ kind: 'closing' });
    expect(transport.written).toEqual(['1 QUIT\n']);
    expect(transport.ended).toBe(false);
    transport.say('OK 1\n');
    await settle();
    expect(transport.ended).toBe(true);
    expect(leaving.outcome).toBe('waiting');
    transport.close(null);
    await settle();
    expect(leaving.outcome).toEqual({ value: undefined });
    expect(closed).toMatchObject([{ cause: { kind: 'left', acknowledged: true } }]);
    expect(transport.disposed).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it.each([
    ['answers without an ident', 'OK\n'],
    ['answers by repeating the command', 'OK QUIT\n'],
  ])('takes it for acknowledged when the machine %s', async (_, answer) => {
    const { session, transport, closed, clock } = await openBench();
    const leaving = session.leave(5);
    transport.say(answer);
    expect(transport.ended).toBe(true);
    await clock.advance(5000);
    await leaving;
    expect(closed).toMatchObject([{ cause: { kind: 'left', acknowledged: true } }]);
  });

  it('takes it for acknowledged when the machine only closes', async () => {
    const { session, transport, closed } = await openBench();
    const leaving = session.leave(5);
    transport.close(new ConnectionLostError('The machine closed the connection', null));
    await leaving;
    expect(closed).toMatchObject([{ cause: { kind: 'left', acknowledged: true } }]);
  });

  it('waits no longer than it was told', async () => {
    const { session, clock, closed, transport } = await openBench();
    const leaving = follow(session.leave(3));
    await clock.advance(2999);
    expect(leaving.outcome).toBe('waiting');
    await clock.advance(1);
    expect(leaving.outcome).toEqual({ value: undefined });
    expect(closed).toMatchObject([{ cause: { kind: 'left', acknowledged: false } }]);
    expect(transport.disposed).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('never rejects: not when QUIT fails, the connection breaks or the stream is damaged', async () => {
    for (const act of [
      (transport: FakeTransport) => transport.say('ERRor 1 no\n'),
      (transport: FakeTransport) => transport.close(lost),
      (transport: FakeTransport) => transport.say('</q>\n'),
    ]) {
      const { session, transport, clock, closed } = await openBench();
      const leaving = session.leave(3);
      act(transport);
      await clock.advance(3000);
      await expect(leaving).resolves.toBeUndefined();
      expect(closed).toHaveLength(1);
    }
  });

  it('refuses new commands, does not send those that wait, and says so', async () => {
    const { session, transport } = await openBench();
    transport.takesMore = false;
    const written = follow(session.execute('A?'));
    const queued = follow(session.execute('B?'));
    void session.leave(3);
    await settle();
    expect(queued.outcome).toMatchObject({ error: { name: 'NotSentError' } });
    await expect(session.execute('C?')).rejects.toBeInstanceOf(NotSentError);
    transport.drain();
    expect(transport.written).toEqual(['1 A?\n', '3 QUIT\n']);
    transport.say('OK 1 still answered\n');
    await settle();
    expect(written.outcome).toMatchObject({ value: { body: { raw: 'still answered' } } });
  });

  it('leaves once, and at once when it is closed already', async () => {
    const { session, transport } = await openBench();
    expect(session.leave(3)).toBe(session.leave(3));
    expect(transport.written).toEqual(['1 QUIT\n']);
    const unanswered = await openBench();
    unanswered.session.dispose();
    await unanswered.session.leave(3);
    expect(unanswered.transport.written).toEqual([]);
  });

  it('ends at once when it is disposed meanwhile', async () => {
    const { session, clock, closed } = await openBench();
    const leaving = session.leave(3);
    session.dispose();
    await leaving;
    expect(closed).toMatchObject([{ cause: { kind: 'disposed' } }]);
    expect(clock.pending).toBe(0);
  });

  it('rejects what is unanswered at the end as unknown', async () => {
    const { session, transport } = await openBench();
    const execution = session.execute('OPEN');
    void session.leave(3);
    transport.close(null);
    await expect(execution).rejects.toBeInstanceOf(OutcomeUnknownError);
    await expect(execution).rejects.toMatchObject({ cause: new SessionEndedError('left') });
  });
});

describe('a listener that throws', () => {
  it('is reported, and breaks neither the session nor the other listeners', async () => {
    const { session, transport, topics, listenerErrors } = await openBench();
    const bug = new Error('bug');
    const fail = (): never => {
      throw bug;
    };
    session.onMessage(fail);
    session.onWire(fail);
    session.onUnmatched(fail);
    session.onClosed(fail);
    const execution = session.execute('A?', { onSent: fail, onAccepted: fail });
    transport.say('MESSage Run x\nNEXT 1\nOK 77\nOK 1 done\n');
    expect((await execution).body.raw).toBe('done');
    expect(topics).toEqual(['Run x']);
    expect(session.state.kind).toBe('ready');
    session.dispose();
    expect(listenerErrors.length).toBeGreaterThanOrEqual(8);
    expect(new Set(listenerErrors)).toEqual(new Set([bug]));
  });
});
