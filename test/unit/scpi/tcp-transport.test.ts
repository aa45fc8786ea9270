import { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type ConnectContext, openTcp } from '../../../electron/scpi/tcp-transport.ts';
import {
  ConnectAbortedError,
  ConnectionLostError,
  ConnectionRefusedError,
  ConnectTimeoutError,
  DnsError,
  HostUnreachableError,
} from '../../../electron/scpi/transport-errors.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { follow } from '../../support/scpi-session.ts';
import { closedPort, readAll, serve, type TestServer } from '../../support/scpi-servers.ts';
import { unwire, wire } from '../../support/scpi-splits.ts';

/** A socket that fails the way the system says, without any network. */
function failing(code: string): Socket {
  const socket = new Socket();
  process.nextTick(() => socket.destroy(Object.assign(new Error(code), { code })));
  return socket;
}

describe('connecting plain TCP', () => {
  const clock = new FakeClock();
  const servers: TestServer[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.dispose();
    expect(clock.pending).toBe(0);
  });

  async function started(accept: (socket: Socket) => void): Promise<TestServer> {
    const server = await serve(accept);
    servers.push(server);
    return server;
  }

  it('reports its steps and where it ended up, and reads nothing before it is attached', async () => {
    const server = await started((socket) => socket.end('READy\n'));
    const steps: string[] = [];
    const transport = await openTcp(
      { host: '127.0.0.1', port: server.port },
      { clock, onStep: (step) => steps.push(step) },
    );
    expect(steps).toEqual(['dns', 'tcp']);
    expect(transport.facts).toEqual({ address: '127.0.0.1', port: server.port, tls: null });
    await settle();
    const heard = await readAll(transport);
    expect(heard.text).toBe('READy\n');
    expect(heard.error).toBeInstanceOf(ConnectionLostError);
    expect(heard.error).toMatchObject({ code: null, message: 'The machine closed the connection' });
  });

  it('asks the resolver for a name, and never for an address', async () => {
    const server = await started((socket) => socket.end());
    const asked: string[] = [];
    const context: ConnectContext = {
      clock,
      lookup: async (host) => {
        asked.push(host);
        return ['127.0.0.1'];
      },
    };
    for (const host of ['qs5.lab', '127.0.0.1']) {
      const transport = await openTcp({ host, port: server.port }, context);
      transport.dispose();
      expect(transport.facts.address).toBe('127.0.0.1');
    }
    expect(asked).toEqual(['qs5.lab']);
  });

  it('finds this computer by its name with the system resolver', async () => {
    const server = await started((socket) => socket.end());
    const transport = await openTcp({ host: 'localhost', port: server.port }, { clock });
    transport.dispose();
    expect(transport.facts.address).toBe('127.0.0.1');
  });

  it('tries every address of a name until one answers', async () => {
    const server = await started((socket) => socket.end());
    const tried: string[] = [];
    const transport = await openTcp(
      { host: 'qs5.lab', port: server.port },
      {
        clock,
        lookup: async () => ['10.0.0.1', '10.0.0.2', '10.0.0.3'],
        createSocket: ({ host, port }) => {
          tried.push(host);
          if (host !== '10.0.0.3') return failing('EHOSTUNREACH');
          return new Socket().connect(port, '127.0.0.1');
        },
      },
    );
    transport.dispose();
    expect(tried).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
  });

  it('leaves time for the addresses after one that swallows packets', async () => {
    const server = await started((socket) => socket.end());
    const opening = openTcp(
      { host: 'qs5.lab', port: server.port },
      {
        clock,
        limits: { tcpSeconds: 10 },
        lookup: async () => ['10.0.0.1', '10.0.0.2'],
        createSocket: ({ host, port }) =>
          host === '10.0.0.1' ? new Socket() : new Socket().connect(port, '127.0.0.1'),
      },
    );
    await clock.advance(5000);
    (await opening).dispose();
  });

  it.each([
    [['EHOSTUNREACH', 'ECONNREFUSED', 'ETIMEDOUT'], ConnectionRefusedError],
    [['ENETUNREACH', 'ETIMEDOUT'], ConnectTimeoutError],
    [['ENETUNREACH', 'EACCES'], HostUnreachableError],
    [['EHOSTDOWN', 'ECONNRESET'], ConnectionLostError],
  ])('of several failures %j names the most telling', async (codes, kind) => {
    const left = [...codes];
    const opening = openTcp(
      { host: 'qs5.lab', port: 7000 },
      {
        clock,
        lookup: async () => codes.map((_, index) => `10.0.0.${index}`),
        createSocket: () => failing(left.shift() ?? 'none'),
      },
    );
    await expect(opening).rejects.toBeInstanceOf(kind);
  });

  it('says that nothing listens on the port', async () => {
    const port = await closedPort();
    const opening = openTcp({ host: '127.0.0.1', port }, { clock });
    await expect(opening).rejects.toBeInstanceOf(ConnectionRefusedError);
    await expect(opening).rejects.toMatchObject({
      message: `127.0.0.1:${port} refused the connection: nothing listens there`,
      cause: { code: 'ECONNREFUSED' },
    });
  });

  it('says that a name is unknown, or has no address', async () => {
    const notFound = new Error('ENOTFOUND');
    const opening = openTcp(
      { host: 'nowhere.lab', port: 1 },
      { clock, lookup: () => Promise.reject(notFound) },
    );
    await expect(opening).rejects.toBeInstanceOf(DnsError);
    await expect(opening).rejects.toMatchObject({ host: 'nowhere.lab', cause: notFound });
    await expect(
      openTcp({ host: 'empty.lab', port: 1 }, { clock, lookup: async () => [] }),
    ).rejects.toBeInstanceOf(DnsError);
  });

  it.each(['dns', 'tcp'] as const)('gives up %s when its time is over', async (step) => {
    const sockets: Socket[] = [];
    const opening = follow(
      openTcp(
        { host: 'slow.lab', port: 7000 },
        {
          clock,
          limits: { dnsSeconds: 2, tcpSeconds: 2 },
          lookup: () => (step === 'dns' ? new Promise(() => {}) : Promise.resolve(['10.0.0.1'])),
          createSocket: () => {
            const socket = new Socket();
            sockets.push(socket);
            return socket;
          },
        },
      ),
    );
    await clock.advance(1999);
    expect(opening.outcome).toBe('waiting');
    await clock.advance(1);
    expect(opening.outcome).toMatchObject({
      error: { name: 'ConnectTimeoutError', step, limitSeconds: 2 },
    });
    expect(sockets.every((socket) => socket.destroyed)).toBe(true);
  });

  it.each(['dns', 'tcp'] as const)('stops in %s when its caller gives up', async (step) => {
    const controller = new AbortController();
    const sockets: Socket[] = [];
    const opening = openTcp(
      { host: 'slow.lab', port: 7000 },
      {
        clock,
        signal: controller.signal,
        onStep: (began) => {
          if (began === step) queueMicrotask(() => controller.abort('enough'));
        },
        lookup: () => (step === 'dns' ? new Promise(() => {}) : Promise.resolve(['10.0.0.1'])),
        createSocket: () => {
          const socket = new Socket();
          sockets.push(socket);
          return socket;
        },
      },
    );
    await expect(opening).rejects.toBeInstanceOf(ConnectAbortedError);
    await expect(opening).rejects.toMatchObject({ step, cause: 'enough' });
    expect(sockets.every((socket) => socket.destroyed)).toBe(true);
  });

  it('opens nothing when its caller gave up before', async () => {
    let opened = 0;
    const opening = openTcp(
      { host: '10.0.0.1', port: 7000 },
      {
        clock,
        signal: AbortSignal.abort(),
        createSocket: () => {
          opened++;
          return new Socket();
        },
      },
    );
    await expect(opening).rejects.toBeInstanceOf(ConnectAbortedError);
    expect(opened).toBe(0);
  });
});

describe('a connected transport', () => {
  const clock = new FakeClock();

  /** Both ends of one connection. */
  async function pair() {
    const acceptance = Promise.withResolvers<Socket>();
    const server = await serve(acceptance.resolve);
    const transport = await openTcp({ host: '127.0.0.1', port: server.port }, { clock });
    return { server, transport, peer: await acceptance.promise };
  }

  it('says that the peer reset the connection in the middle of a reply', async () => {
    const { server, transport, peer } = await pair();
    let text = '';
    const closing = new Promise<Error | null>((closed) => {
      transport.attach({
        data: (bytes) => {
          text += unwire(bytes);
          peer.resetAndDestroy();
        },
        drain: () => {},
        closed,
      });
    });
    peer.write('OK 1 <quote>\nhalf');
    const error = await closing;
    expect(text).toBe('OK 1 <quote>\nhalf');
    expect(error).toBeInstanceOf(ConnectionLostError);
    expect(error).toMatchObject({ code: 'ECONNRESET' });
    await server.close();
  });

  it('says so when it had closed before anybody listened', async () => {
    const { server, transport, peer } = await pair();
    peer.resetAndDestroy();
    await server.close();
    for (let turn = 0; turn < 5; turn++) await settle();
    expect((await readAll(transport)).error).toBeInstanceOf(ConnectionLostError);
  });

  it('closes without an error when this side ends or disposes it', async () => {
    for (const end of ['end', 'dispose'] as const) {
      const { server, transport, peer } = await pair();
      peer.resume();
      const heard = readAll(transport);
      transport[end]();
      expect((await heard).error).toBeNull();
      await server.close();
    }
  });

  it('says when the socket takes no more for now, and when it does again', async () => {
    const { server, transport, peer } = await pair();
    const drained = new Promise<void>((resolve) => {
      transport.attach({ data: () => {}, drain: resolve, closed: () => {} });
    });
    const block = wire('x'.repeat(1 << 20));
    let blocks = 0;
    while (transport.write(block)) blocks++;
    expect(blocks).toBeLessThan(1000);
    peer.resume();
    await drained;
    transport.dispose();
    await server.close();
  });

  it('has one listener only', async () => {
    const { server, transport, peer } = await pair();
    peer.resume();
    const ended = readAll(transport);
    await expect(readAll(transport)).rejects.toThrow('one listener');
    transport.dispose();
    await ended;
    await server.close();
  });
});
