import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Session } from '../../../electron/scpi/session.ts';
import { openTcp } from '../../../electron/scpi/tcp-transport.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { serve, type TestServer } from '../../support/scpi-servers.ts';
import { greetingLine } from '../../support/scpi-session.ts';

const clock = new FakeClock();
const servers: TestServer[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.dispose();
  expect(clock.pending).toBe(0);
});

/** A machine that greets and then answers each line by `answer`. */
async function machine(answer: (line: string, socket: Socket) => void) {
  const heard: string[] = [];
  const server = await serve((socket) => {
    socket.write(greetingLine);
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString('utf8');
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        heard.push(line);
        answer(line, socket);
      }
    });
  });
  servers.push(server);
  const transport = await openTcp({ host: '127.0.0.1', port: server.port }, { clock });
  return { server, heard, session: await Session.open(transport, { clock }) };
}

describe('a session over a real socket', () => {
  it('pipelines commands, reads a large reply, and leaves in order', async () => {
    const base64 = `${'QUJD'.repeat(19)}\n`.repeat(40_000);
    const { server, heard, session } = await machine((line, socket) => {
      const [ident, command] = line.split(' ');
      if (command === 'QUIT') socket.end(`OK ${ident}\n`);
      else if (command === 'EXP:READ?') socket.write(`OK ${ident} <quote>\n${base64}</quote>\n`);
      else socket.write(`OK ${ident} ${command}\n`);
    });
    const [large, small] = await Promise.all([
      session.execute('EXP:READ? -encoding=base64 a'),
      session.execute('POW?'),
    ]);
    expect(large.body.args[0]).toMatchObject({ kind: 'tagged', tag: 'quote' });
    expect(large.body.args[0]?.text).toBe(`\n${base64}`);
    expect(small.body.raw).toBe('POW?');
    await session.leave(5);
    expect(session.state).toMatchObject({ cause: { kind: 'left', acknowledged: true } });
    expect(heard.at(-1)).toBe('3 QUIT');
    await server.close();
  });

  it('has an unknown outcome when the peer resets it in the middle of a reply', async () => {
    const { server, session } = await machine((_, socket) => {
      socket.write('OK 1 <quote>\nhalf', () => socket.resetAndDestroy());
    });
    await expect(session.execute('OPEN')).rejects.toMatchObject({
      name: 'OutcomeUnknownError',
      cause: { name: 'ConnectionLostError' },
    });
    await server.close();
  });

  it('has an unknown outcome when the peer half-closes instead of answering', async () => {
    const { server, session } = await machine((_, socket) => socket.end());
    await expect(session.execute('OPEN')).rejects.toMatchObject({
      name: 'OutcomeUnknownError',
      cause: { name: 'ConnectionLostError', code: null },
    });
    expect(session.state).toMatchObject({ kind: 'closed', cause: { kind: 'error' } });
    await server.close();
  });

  it('leaves nothing open when it is disposed', async () => {
    const { server, session } = await machine(() => {});
    session.dispose();
    await server.close();
  });
});
