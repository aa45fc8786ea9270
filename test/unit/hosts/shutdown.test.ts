import { expect, test } from 'vitest';
import { createShutdown, leaveWithin } from '../../../electron/hosts/common/shutdown.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

function parts(leave: () => Promise<void>, close = async (): Promise<void> => {}) {
  const clock = new FakeClock();
  const events: string[] = [];
  const shutdown = createShutdown({
    clock,
    panel: {
      leave: (seconds) => {
        events.push(`leave ${seconds}`);
        return leave();
      },
    },
    close: () => {
      events.push('close');
      return close();
    },
    exit: (code) => events.push(`exit ${code}`),
  });
  return { clock, events, shutdown };
}

test('machines are left first, then windows closed, then the process exits', async () => {
  const { clock, events, shutdown } = parts(async () => {});
  await shutdown(0, 130);
  expect(events).toEqual(['leave 5', 'close', 'exit 0']);
  expect(clock.pending).toBe(0);
});

test('a second signal exits at once', async () => {
  const { events, shutdown } = parts(() => new Promise(() => {}));
  void shutdown(0, 130);
  await settle();
  void shutdown(0, 130);
  expect(events).toEqual(['leave 5', 'exit 130']);
});

test('a panel that does not come back within its bound does not keep the process', async () => {
  const { clock, events, shutdown } = parts(() => new Promise(() => {}));
  void shutdown(0, 130);
  await clock.advance(6_999);
  expect(events).toEqual(['leave 5']);
  await clock.advance(1);
  expect(events).toEqual(['leave 5', 'close', 'exit 0']);
});

test('a failure while leaving does not keep the process', async () => {
  const clock = new FakeClock();
  await leaveWithin({ leave: () => Promise.reject(new Error('bug')) }, clock);
  expect(clock.pending).toBe(0);
});

test('a failure while closing still exits', async () => {
  const { events, shutdown } = parts(
    async () => {},
    () => Promise.reject(new Error('stuck')),
  );
  await expect(shutdown(0, 130)).rejects.toThrow('stuck');
  expect(events.at(-1)).toBe('exit 0');
});
