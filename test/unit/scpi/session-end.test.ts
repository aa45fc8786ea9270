import { describe, expect, it } from 'vitest';
import {
  NotSentError,
  OutcomeUnknownError,
  SessionEndedError,
} from '../../../electron/scpi/errors.ts';
import { FramingError } from '../../../electron/scpi/framing-error.ts';
import { ConnectionLostError } from '../../../electron/scpi/transport-errors.ts';
import { settle } from '../../support/fake-clock.ts';
import { FakeTransport } from '../../support/scpi-fake-transport.ts';
import { follow, openBench, transcript } from '../../support/scpi-session.ts';

const lost = new ConnectionLostError('The connection broke: reset', 'ECONNRESET');

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

  it('does not take what the old socket says for a sign of life', async () => {
    const { session, transport, clock } = await openBench();
    const { heardAt } = session;
    session.dispose();
    await clock.advance(1000);
    transport.say('MESSage Run 1\n');
    expect(session.heardAt).toBe(heardAt);
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
