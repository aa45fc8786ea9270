import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import type { TlsOptions as ServerOptions } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openTls, type TlsOptions, type TlsTrust } from '../../../electron/scpi/tls-transport.ts';
import {
  AuthorityFileError,
  CertificateChangedError,
  CertificateUntrustedError,
  ConnectAbortedError,
  ConnectTimeoutError,
} from '../../../electron/scpi/transport-errors.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import {
  certificate,
  type KeyPair,
  readAll,
  serve,
  serveTls,
  type TestServer,
} from '../../support/scpi-servers.ts';
import { follow } from '../../support/scpi-session.ts';
import { wire } from '../../support/scpi-splits.ts';

const clock = new FakeClock();
const firstUse: TlsOptions = { trust: { kind: 'first-use' }, client: null };

let authority: KeyPair;
let gateway: KeyPair;
let selfSigned: KeyPair;

beforeAll(async () => {
  authority = await certificate({ name: 'Lab authority', isAuthority: true });
  [gateway, selfSigned] = await Promise.all([
    certificate({ name: 'gateway', hosts: ['gateway.lab'], authority }),
    certificate({ name: 'self', hosts: ['self.lab'] }),
  ]);
});

const servers: TestServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.dispose();
  expect(clock.pending).toBe(0);
});

function owned(server: TestServer): TestServer {
  servers.push(server);
  return server;
}

async function gatewayWith(
  pair: KeyPair,
  options: ServerOptions = {},
  accept?: (socket: Socket) => void,
): Promise<TestServer> {
  return owned(await serveTls({ cert: pair.cert, key: pair.key, ...options }, accept));
}

const fingerprint = (pair: KeyPair): string => new X509Certificate(pair.cert).fingerprint256;

function open(server: TestServer, options: TlsOptions = firstUse, host = '127.0.0.1') {
  return openTls({ host, port: server.port }, options, {
    clock,
    lookup: async () => ['127.0.0.1'],
  });
}

async function trusting(trust: TlsTrust, server: TestServer, host?: string) {
  return open(server, { trust, client: null }, host);
}

const expecting = (serverName: string): TlsTrust => ({
  kind: 'authority',
  caPem: authority.cert,
  serverName,
});

describe('connecting with TLS', () => {
  it('reports its steps, and the fingerprint of a certificate seen for the first time', async () => {
    const server = await gatewayWith(selfSigned, {}, (socket) => socket.end('READy\n'));
    const steps: string[] = [];
    const transport = await openTls({ host: '127.0.0.1', port: server.port }, firstUse, {
      clock,
      onStep: (step) => steps.push(step),
    });
    expect(steps).toEqual(['dns', 'tcp', 'tls']);
    expect(transport.facts).toEqual({
      address: '127.0.0.1',
      port: server.port,
      tls: { fingerprint256: fingerprint(selfSigned), subject: 'self', protocol: 'TLSv1.3' },
    });
    expect(transport.facts.tls?.fingerprint256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect((await readAll(transport)).text).toBe('READy\n');
    await server.close();
  });

  it('leaves no connection open when it is disposed', async () => {
    const server = await gatewayWith(selfSigned);
    const transport = await open(server);
    transport.dispose();
    await server.close();
  });

  it('accepts the pinned certificate', async () => {
    const server = await gatewayWith(selfSigned);
    const trust = { kind: 'pinned', fingerprint256: fingerprint(selfSigned) } as const;
    (await trusting(trust, server)).dispose();
    await server.close();
  });

  it('refuses another certificate than the pinned one, and gives no byte of it to anybody', async () => {
    const heard: string[] = [];
    const server = await gatewayWith(selfSigned, {}, (socket) => {
      socket.on('data', (bytes) => heard.push(bytes.toString()));
    });
    const trust = { kind: 'pinned', fingerprint256: fingerprint(gateway) } as const;
    const opening = trusting(trust, server);
    await expect(opening).rejects.toBeInstanceOf(CertificateChangedError);
    await expect(opening).rejects.toMatchObject({
      expected: fingerprint(gateway),
      actual: fingerprint(selfSigned),
      subject: 'self',
    });
    await server.close();
    expect(heard).toEqual([]);
  });

  it('accepts a chain to a private authority, whatever the name, when none is expected', async () => {
    const server = await gatewayWith(gateway);
    const trust = { kind: 'authority', caPem: authority.cert, serverName: null } as const;
    (await trusting(trust, server)).dispose();
    (await trusting(trust, server, 'other.lab')).dispose();
    await server.close();
  });

  it('checks the expected name against the certificate, and sends it as server name', async () => {
    const names: string[] = [];
    const server = await gatewayWith(gateway, {
      SNICallback: (name, done) => {
        names.push(name);
        done(null);
      },
    });
    (await trusting(expecting('gateway.lab'), server)).dispose();
    const wrong = trusting(expecting('other.lab'), server, 'gateway.lab');
    await expect(wrong).rejects.toBeInstanceOf(CertificateUntrustedError);
    await expect(wrong).rejects.toMatchObject({
      fingerprint256: fingerprint(gateway),
      subject: 'gateway',
      reason: expect.stringContaining('other.lab') as unknown,
    });
    await server.close();
    expect(names).toEqual(['gateway.lab', 'other.lab']);
  });

  it('sends the host as server name, but never an address', async () => {
    const names: string[] = [];
    const server = await gatewayWith(selfSigned, {
      SNICallback: (name, done) => {
        names.push(name);
        done(null);
      },
    });
    (await open(server, firstUse, 'self.lab')).dispose();
    (await open(server, firstUse, '127.0.0.1')).dispose();
    await server.close();
    expect(names).toEqual(['self.lab']);
  });

  it('refuses a certificate of another authority, with its fingerprint and the reason', async () => {
    const server = await gatewayWith(selfSigned);
    const opening = trusting(
      { kind: 'authority', caPem: authority.cert, serverName: null },
      server,
    );
    await expect(opening).rejects.toBeInstanceOf(CertificateUntrustedError);
    await expect(opening).rejects.toMatchObject({
      fingerprint256: fingerprint(selfSigned),
      subject: 'self',
      reason: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    await server.close();
  });

  it('refuses an unusable authority file before it opens anything', async () => {
    const server = await gatewayWith(gateway);
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    for (const caPem of ['', 'not a certificate', broken, `${authority.cert}\n${broken}`]) {
      await expect(
        trusting({ kind: 'authority', caPem, serverName: null }, server),
      ).rejects.toBeInstanceOf(AuthorityFileError);
    }
    expect(server.sockets).toEqual([]);
  });
});

async function silent() {
  const { promise: hello, resolve } = Promise.withResolvers<void>();
  const server = owned(await serve((socket) => socket.once('data', () => resolve())));
  return { server, hello };
}

describe('a handshake that does not end', () => {
  it('is given up when its time is over', async () => {
    const { server, hello } = await silent();
    const opening = follow(open(server));
    await hello;
    await clock.advance(9_999);
    expect(opening.outcome).toBe('waiting');
    await clock.advance(1);
    expect(opening.outcome).toMatchObject({ error: { step: 'tls', limitSeconds: 10 } });
    expect(opening.outcome).toMatchObject({ error: expect.any(ConnectTimeoutError) as unknown });
    await server.close();
  });

  it('is given up when its caller does', async () => {
    const { server, hello } = await silent();
    const controller = new AbortController();
    const opening = openTls({ host: '127.0.0.1', port: server.port }, firstUse, {
      clock,
      signal: controller.signal,
    });
    await hello;
    controller.abort('enough');
    await expect(opening).rejects.toBeInstanceOf(ConnectAbortedError);
    await expect(opening).rejects.toMatchObject({ step: 'tls', cause: 'enough' });
    await server.close();
  });

  it('is given up while its bytes come one by one', async () => {
    const server = owned(
      await serve((socket) => socket.once('data', () => socket.write(wire('\x16\x03')))),
    );
    const controller = new AbortController();
    const opening = openTls({ host: '127.0.0.1', port: server.port }, firstUse, {
      clock,
      signal: controller.signal,
      onStep: (step) => {
        if (step === 'tls') setImmediate(() => controller.abort());
      },
    });
    await expect(opening).rejects.toBeInstanceOf(ConnectAbortedError);
    await server.close();
  });
});
