import { expect, test } from 'vitest';
import { type BundleParts, writeBundle } from '../../../electron/panel/support-bundle.ts';
import { unfinishedIn } from '../../../electron/panel/unfinished.ts';
import type { ActionRecord } from '../../../shared/action.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import type { ActionId } from '../../../shared/units.ts';
import { instant, networkSettings, snapshotOf } from '../../support/renderer-fixtures.ts';

const lab = snapshotOf(
  instant(0),
  networkSettings('a', 'QS5', { address: 'qs5.lab.example:7443' }),
);

function bundle(more: Partial<BundleParts> = {}): string {
  return writeBundle({
    at: '2026-01-01T00:00:00.000Z',
    versions: { QuantDeck: '0.1.0' },
    passwords: 'Kept.',
    machines: [lab],
    preferences: { alerts: { url: 'https://hooks.example.org/services/KEY' } },
    notices: [],
    files: ['quantdeck.db: 4096 bytes'],
    log: '2026 QS5: lost qs5.lab.example (10.1.2.3:7443), 127.0.0.1, AUTH abcdef\nin /home/kim/x',
    home: '/home/kim',
    withAddresses: false,
    ...more,
  });
}

test('a bundle says what runs and what happened, without addresses, secrets or the person’s name', () => {
  const text = bundle();
  expect(text).toContain('QuantDeck: 0.1.0');
  expect(text).toContain('1. QS5: network, cap');
  expect(text).toContain('quantdeck.db: 4096 bytes');
  expect(text).toContain('lost (address 1) ((address):7443), 127.0.0.1, AUTH ***');
  expect(text).toContain('in ~/x');
  expect(text).toContain('"url": "https://hooks.example.org/***');
  for (const secret of ['lab.example', '10.1.2.3', 'KEY', 'abcdef', 'kim'])
    expect(text).not.toContain(secret);
});

test('addresses go along where the person says so, secrets never', () => {
  const text = bundle({ withAddresses: true });
  expect(text).toContain('address qs5.lab.example:7443');
  expect(text).toContain('10.1.2.3');
  expect(text).not.toContain('KEY');
});

const record = (state: ActionRecord['state']): ActionRecord => ({
  id: 'a' as ActionId,
  machineId: lab.id,
  action: { kind: 'open-drawer' },
  requestedAt: instant(0),
  acknowledged: [],
  seenLater: null,
  state,
});

test('what closing would interrupt is named: actions under way and held levels, nothing that has ended', () => {
  const busy: MachineSnapshot = {
    ...lab,
    actions: [
      record({ kind: 'confirmed', at: instant(1), readBack: 'open' }),
      record({ kind: 'accepted', sentAt: instant(0), acceptedAt: instant(1) }),
    ],
    lease: {
      level: 'Controller',
      exclusive: false,
      stealth: false,
      since: instant(0),
      until: instant(9),
    },
  };
  expect(unfinishedIn([lab, busy])).toEqual([
    'QS5: opening the drawer…',
    'QS5: Controller is held, and will be given back.',
  ]);
});
