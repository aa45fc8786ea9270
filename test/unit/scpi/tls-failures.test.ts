import type { Socket } from 'node:net';
import type { TlsOptions as ServerOptions } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openTls, type TlsOptions } from '../../../electron/scpi/tls-transport.ts';
import { Session } from '../../../electron/scpi/session.ts';
import {
  ClientCertificateError,
  TlsHandshakeError,
  TlsTooOldError,
} from '../../../electron/scpi/transport-errors.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import {
  answerHello,
  certificate,
  type KeyPair,
  readAll,
  serve,
  serveTls,
  type TestServer,
} from '../../support/scpi-servers.ts';
import { greetingLine } from '../../support/scpi-session.ts';

const clock = new FakeClock();
const firstUse: TlsOptions = { trust: { kind: 'first-use' }, client: null };

let authority: KeyPair;
let gateway: KeyPair;
let selfSigned: KeyPair;
let client: KeyPair;

beforeAll(async () => {
  authority = await certificate({ name: 'Lab authority', isAuthority: true });
  [gateway, selfSigned, client] = await Promise.all([
    certificate({ name: 'gateway', hosts: ['gateway.lab'], authority }),
    certificate({ name: 'self', hosts: ['self.lab'] }),
    certificate({ name: 'workstation', authority }),
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

function open(server: TestServer, options: TlsOptions = firstUse, host = '127.0.0.1') {
  return openTls({ host, port: server.port }, options, {
    clock,
    lookup: async () => ['127.0.0.1'],
  });
}

const demanding = (maxVersion: 'TLSv1.2' | 'TLSv1.3'): ServerOptions => ({
  requestCert: true,
  ca: [authority.cert],
  maxVersion,
});
const bearing = (certPem: string, keyPem: string | null): TlsOptions => ({
  trust: { kind: 'first-use' },
  client: { certPem, keyPem },
});

describe('client certificates', () => {
  it('shows the certificate, from two files or from one', async () => {
    const server = await gatewayWith(gateway, demanding('TLSv1.3'), (socket) => socket.end('in\n'));
    const both = `${client.cert}\n${client.key}`;
    for (const options of [bearing(client.cert, client.key), bearing(both, null)]) {
      expect((await readAll(await open(server, options))).text).toBe('in\n');
    }
    await server.close();
  });

  it.each([
    ['no PEM at all', () => bearing('nothing', 'here')],
    ['a key of another certificate', () => bearing(client.cert, gateway.key)],
    ['a certificate without its key', () => bearing(client.cert, null)],
  ])('refuses %s before it opens anything', async (_, options) => {
    const server = await gatewayWith(gateway);
    const opening = open(server, options());
    await expect(opening).rejects.toBeInstanceOf(ClientCertificateError);
    await expect(opening).rejects.toMatchObject({ reason: 'unreadable' });
    expect(server.sockets).toEqual([]);
  });

  it('says that a certificate is demanded when TLS 1.2 refuses the handshake', async () => {
    const server = await gatewayWith(gateway, demanding('TLSv1.2'));
    await expect(open(server)).rejects.toMatchObject({
      name: 'ClientCertificateError',
      reason: 'required',
    });
    await server.close();
  });

  it('says that a certificate is demanded when TLS 1.3 refuses after the handshake', async () => {
    const server = await gatewayWith(gateway, demanding('TLSv1.3'));
    const transport = await open(server);
    await expect(Session.open(transport, { clock })).rejects.toMatchObject({
      name: 'ClientCertificateError',
      reason: 'required',
    });
    await server.close();
  });

  it('says that our certificate is refused', async () => {
    // A fatal alert of a TLS 1.2 peer: unknown certificate authority.
    const server = owned(await answerHello(Uint8Array.of(0x15, 3, 3, 0, 2, 2, 48), 'end'));
    await expect(open(server, bearing(client.cert, client.key))).rejects.toMatchObject({
      name: 'ClientCertificateError',
      reason: 'refused',
    });
    await server.close();
  });
});

const alert = (version: number, code: number) => Uint8Array.of(0x15, 3, version, 0, 2, 2, code);
/** A ServerHello that chooses SSL 3.0 (minor 0) or TLS 1.0 (minor 1) and RSA with AES. */
const serverHello = (minor: number): Uint8Array => {
  const body = [3, minor, ...Array.from({ length: 32 }, () => 7), 0, 0, 0x2f, 0];
  return Uint8Array.from([0x16, 3, minor, 0, body.length + 4, 2, 0, 0, body.length, ...body]);
};

describe('peers that do not speak modern TLS', () => {
  it.each([
    ['answers in SSL 3.0', serverHello(0)],
    ['answers in TLS 1.0', serverHello(1)],
    ['says that the version is not supported', alert(1, 70)],
    ['says so in a record of SSL 3.0', alert(0, 70)],
    ['fails the handshake before its hello', alert(0, 40)],
    ['wants less security than is safe', alert(3, 71)],
  ])('says that the TLS of a peer is too old when it %s', async (_, reply) => {
    const server = owned(await answerHello(reply));
    const opening = open(server);
    await expect(opening).rejects.toBeInstanceOf(TlsTooOldError);
    await expect(opening).rejects.toMatchObject({
      message: expect.stringContaining('gateway') as unknown,
    });
    await server.close();
  });

  it('says so of a real server that is limited to TLS 1.0', async () => {
    const server = await gatewayWith(selfSigned, {
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    await expect(open(server)).rejects.toBeInstanceOf(TlsTooOldError);
    await server.close();
  });

  it.each([
    ['greets in plain text', greetingLine],
    ['speaks HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ])('says that the peer is plain when it %s', async (_, text) => {
    const server = owned(await serve((socket) => socket.resume().write(text)));
    const opening = open(server);
    await expect(opening).rejects.toBeInstanceOf(TlsHandshakeError);
    await expect(opening).rejects.toMatchObject({ peerIsPlain: true });
    await server.close();
  });

  it.each([
    ['closes', (socket: Socket) => socket.end()],
    ['resets', (socket: Socket) => socket.resetAndDestroy()],
  ])('says that the handshake failed when the peer %s during it', async (_, act) => {
    const server = owned(await serve((socket) => socket.once('data', () => act(socket))));
    await expect(open(server)).rejects.toMatchObject({
      name: 'TlsHandshakeError',
      peerIsPlain: false,
      message: expect.stringContaining('closed the connection') as unknown,
    });
    await server.close();
  });

  it('says what failed when it is something else', async () => {
    const server = owned(await answerHello(alert(3, 80)));
    await expect(open(server)).rejects.toMatchObject({
      name: 'TlsHandshakeError',
      message: expect.stringMatching(/failed: .*internal error$/) as unknown,
    });
    await server.close();
  });
});
