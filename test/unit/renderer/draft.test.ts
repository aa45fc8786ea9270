import { expect, test } from 'vitest';
import { emptyForm, formOf, readDraft } from '../../../renderer/features/connection/draft.ts';
import { networkSettings } from '../../support/renderer-fixtures.ts';

const filled = { ...emptyForm, name: 'qpcr6', address: 'qpcr6.lab.local' };

test('an empty form says beside each field what is missing, in the schemas’ own words', () => {
  expect(readDraft(emptyForm)).toEqual({
    ok: false,
    problems: {
      name: 'Give the machine a name.',
      address: 'Enter the machine’s name or IP address.',
    },
  });
});

test('an address with a scheme is explained', () => {
  const reading = readDraft({ ...filled, address: 'http://qpcr6' });
  expect(reading).toHaveProperty(
    ['problems', 'address'],
    'Leave out the part before “//”: only the name or IP address is needed.',
  );
});

test('a filled form becomes a draft, and an empty password means none', () => {
  expect(readDraft(filled)).toMatchObject({
    ok: true,
    draft: { name: 'qpcr6', address: 'qpcr6.lab.local' },
    password: { kind: 'clear' },
  });
  expect(readDraft({ ...filled, password: 'secret' })).toMatchObject({
    password: { kind: 'set', password: 'secret' },
  });
});

test('a password that is too long is told beside its field', () => {
  const reading = readDraft({ ...filled, password: 'x'.repeat(257) });
  expect(reading).toHaveProperty(['problems', 'password']);
});

test('a stored password is kept unless someone changes it', () => {
  const settings = networkSettings('qpcr1', 'qpcr1');
  if (settings.kind !== 'network') throw new Error('the fixture is no network machine');
  expect(readDraft(formOf(settings, true))).toMatchObject({ password: { kind: 'keep' } });
  expect(readDraft({ ...formOf(settings, true), passwordChoice: 'clear' })).toMatchObject({
    password: { kind: 'clear' },
  });
});
