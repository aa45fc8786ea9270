import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Listener, listen } from '../../../electron/simulator/listen.ts';
import { Simulator } from '../../../electron/simulator/simulator.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { connectLines } from '../../support/simulator-socket.ts';

let clock: FakeClock;
let simulator: Simulator;
let listener: Listener | null;

beforeEach(() => {
  clock = new FakeClock();
  simulator = new Simulator({ clock });
  listener = null;
});

afterEach(async () => {
  simulator.dispose();
  await listener?.close();
  expect(clock.pending).toBe(0);
});

async function open(tls = false): Promise<Listener> {
  listener = await listen(simulator, { port: 0, clock, ...(tls ? { tlsPort: 0 } : {}) });
  return listener;
}

describe('A listening simulator', () => {
  it('greets and answers on a real socket, and closes after QUIT', async () => {
    const { port, tlsPort } = await open();
    expect(tlsPort).toBeNull();
    const client = await connectLines(port);
    expect(await client.line()).toMatch(/^READy -session=\d+ -product=QuantStudio3_5 /);
    client.send('1 POW?');
    expect(await client.line()).toBe('OK 1 ON');
    client.send('2 QUIT');
    expect(await client.line()).toBe('OK 2');
    await client.ended;
    expect(simulator.sessionCount).toBe(0);
  });

  it('offers TLS 1.2 and later with a certificate for this computer', async () => {
    const { tlsPort, certificate } = await open(true);
    const ca = certificate ?? '';
    const client = await connectLines(tlsPort ?? 0, { ca });
    expect(await client.line()).toMatch(/^READy /);
    client.send('1 ISTAT?');
    expect(await client.line()).toBe('OK 1 Idle');
    client.socket.destroy();
    await client.ended;
    const older = await connectLines(tlsPort ?? 0, { ca, maxVersion: 'TLSv1.2' });
    expect(await older.line()).toMatch(/^READy /);
    older.socket.destroy();
    await expect(connectLines(tlsPort ?? 0, { ca, maxVersion: 'TLSv1.1' })).rejects.toThrow();
  });

  it('gives a level back when a connection breaks', async () => {
    const { port } = await open();
    const watcher = await connectLines(port);
    await watcher.line();
    watcher.send('1 SUBS System');
    expect(await watcher.line()).toBe('OK 1');
    const holder = await connectLines(port);
    await holder.line();
    holder.send('1 ACC -exclusive=True Controller');
    expect(await watcher.line()).toMatch(/-level=Controller -exclusive=True$/);
    holder.socket.destroy();
    expect(await watcher.line()).toMatch(/-level=Guest -exclusive=False$/);
    watcher.socket.destroy();
  });

  it('refuses connections while the software restarts, and takes them again on the same port', async () => {
    const { port } = await open();
    const client = await connectLines(port);
    await client.line();
    client.send('1 ACC Controller');
    await client.line();
    client.send('2 SYST:EXEC "killall zygote"');
    expect(await client.line()).toBe('NEXT 2');
    await client.ended;
    await expect(connectLines(port)).rejects.toThrow(/ECONNREFUSED/);
    await clock.advance(30_000);
    const again = await connectLines(port);
    expect(await again.line()).toMatch(/^READy /);
    again.socket.destroy();
  });

  it('tries again when the port is taken at the end of the restart', async () => {
    const { port } = await open();
    simulator.instrument.restart();
    const thief = createServer();
    await new Promise<void>((resolve) => {
      thief.listen(port, '127.0.0.1', resolve);
    });
    await clock.advance(30_000);
    await new Promise<void>((resolve) => {
      thief.close(() => resolve());
    });
    await clock.advance(250);
    const again = await connectLines(port);
    expect(await again.line()).toMatch(/^READy /);
    again.socket.destroy();
  });

  it('ends every connection when it is closed', async () => {
    const opened = await open();
    const client = await connectLines(opened.port);
    await client.line();
    await opened.close();
    await client.ended;
    await expect(connectLines(opened.port)).rejects.toThrow(/ECONNREFUSED/);
  });

  it('leaves no port open when the other one cannot be had', async () => {
    const { port } = await open();
    const other = new Simulator({ clock });
    await expect(listen(other, { port: 0, tlsPort: port, clock })).rejects.toThrow(/EADDRINUSE/);
    other.dispose();
  });
});
