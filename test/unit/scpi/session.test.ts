import { describe, expect, it } from 'vitest';
import { CommandTextError, MachineError, NotSentError } from '../../../electron/scpi/errors.ts';
import { settle } from '../../support/fake-clock.ts';
import { follow, greetingLine, openBench } from '../../support/scpi-session.ts';

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
