import { expect, it } from 'vitest';
import { plannedAttempts } from '../../../electron/scpi/endpoint.ts';

it.each([
  [7443, ['tls 7443']],
  [7000, ['tcp 7000']],
  [null, ['tls 7443', 'tcp 7000']],
  [9000, ['tls 9000', 'tcp 9000']],
])('plans for port %s', (port, attempts) => {
  expect(plannedAttempts(port).map((attempt) => `${attempt.transport} ${attempt.port}`)).toEqual(
    attempts,
  );
});
