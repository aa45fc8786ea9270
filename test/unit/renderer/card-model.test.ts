import { expect, test } from 'vitest';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { cardModel } from '../../../renderer/features/overview/card-model.ts';
import type { Moment } from '../../../renderer/model/engine.ts';
import { formatTime } from '../../../renderer/format/time.ts';
import {
  failure,
  idleReadings,
  instant,
  networkSettings,
  readyConnection,
  runningReadings,
  runProgress,
  snapshotOf,
} from '../../support/renderer-fixtures.ts';
import { everyState } from '../../support/renderer-states.ts';

const now = instant(Date.UTC(2026, 0, 1, 12));
const moment: Moment = { now, engine: 'up' };
const settings = networkSettings('qpcr1', 'qpcr1');
const of = (more: Partial<MachineSnapshot> = {}) => snapshotOf(now, settings, more);
const cardOf = (id: string) => {
  const machine = everyState(now).find((candidate) => candidate.id === id);
  if (machine === undefined) throw new Error(`no fixture ${id}`);
  return cardModel(machine, moment);
};

test('a running card shows minutes left, both times, the finish and the position', () => {
  const card = cardOf('qpcr1');
  expect(card.figure).toEqual({ value: '34', unit: 'min', caption: 'left' });
  expect(card.title).toBe('2026-11-22 PCR panel A');
  expect(card.left).toBe('Elapsed 25:06 · remaining 34:01');
  expect(card.right).toBe(`done ≈ ${formatTime(instant(now - 1_000 + 2_042_000))}`);
  expect(card.positions).toEqual([
    { label: 'Stage', value: '2/3' },
    { label: 'Cycle', value: '17/40' },
    { label: 'Step', value: '2' },
  ]);
  expect(card.source).toMatch(/^Said by the machine\./);
});

test('a paused card counts the pause and says when it would end if resumed now', () => {
  const card = cardOf('qpcr3');
  expect(card.figure).toEqual({ value: '6', unit: 'min', caption: 'paused' });
  expect(card.right).toBe(`if resumed now ≈ ${formatTime(instant(now + 1_330_000))}`);
  expect(card.progress?.tone).toBe('warn');
});

test('a finished card says when it ended and how long it took', () => {
  const card = cardOf('qpcr4');
  expect(card.unread).toBe(true);
  expect(card.left).toBe('Ended 12 min ago · Completed');
  expect(card.right).toBe(`${formatTime(instant(now - 720_000))}, took 58:40`);
  expect(card.progress).toMatchObject({ sections: [{ filled: 1 }], percent: 100 });
});

test('a lost card counts down, keeps what was seen last and warns that the run may continue', () => {
  const card = cardOf('qpcr5');
  expect(card.figure).toEqual({ value: '8', unit: 's', caption: 'to next try' });
  expect(card.left).toBe('Last seen: Running, stage 2/3 · cycle 31/40');
  expect(card.progress).toBeNull();
  expect(card.note?.text).toContain('The run may be continuing on the machine.');
  expect(card.values.block.text).toBe('60.0 °C');
  expect(card.values.block.age).toEqual({ text: '2 min ago', freshness: 'lost' });
});

test('the countdown never goes below zero', () => {
  const connection = {
    kind: 'waiting',
    retryAt: instant(now - 5_000),
    attempt: 1,
    last: failure('timed-out', 'No answer.', 'Wait.'),
  } as const;
  expect(cardModel(of({ connection }), moment).figure?.value).toBe('0');
});

test('a stopped card explains itself and what to do', () => {
  const card = cardOf('qpcr8');
  expect(card.note).toEqual({
    tone: 'err',
    text: 'The machine refused the password.',
    remedy: 'Enter the right one under Edit, or clear it to watch as Observer.',
  });
});

test('a card of a machine that was never reached shows no values', () => {
  const card = cardOf('qpcr7');
  expect(card.title).toBe('Not seen yet');
  expect(card.calm).toBe('Checking the certificate…');
  expect(card.heard).toBeNull();
  expect(card.values.drawer).toEqual({ label: 'Drawer', text: '–', sub: '', age: null });
});

test('a value has its own age, whatever else was heard', () => {
  const readings = {
    ...idleReadings(instant(now - 1_000)),
    drawer: { value: 'Closed', at: instant(now - 42_000) },
  } as const;
  const card = cardModel(of({ readings }), moment);
  expect(card.values.drawer.age).toEqual({ text: '42 s ago', freshness: 'stale' });
  expect(card.values.cover.age?.freshness).toBe('fresh');
});

test('a lease shows how long the level is still held', () => {
  const lease = {
    level: 'Controller',
    exclusive: false,
    stealth: false,
    since: now,
    until: instant(now + 292_000),
  } as const;
  const card = cardModel(of({ lease, connection: readyConnection(now, 'Controller') }), moment);
  expect(card.levelLeft).toBe('4:52');
});

test('without stages the bar goes by time, and without either there is none', () => {
  const bar = (more: Parameters<typeof runProgress>[1]) =>
    cardModel(
      of({
        run: { kind: 'active', progress: runProgress(now, { stageCount: null, ...more }) },
        readings: runningReadings(now),
      }),
      moment,
    ).progress;
  expect(bar({ time: { elapsedSeconds: 25, remainingSeconds: 75, at: now } })?.sections).toEqual([
    { weight: 1, filled: 0.25 },
  ]);
  expect(bar({ time: null })).toBeNull();
});

test('a title that would reorder itself is made visible', () => {
  const run = { kind: 'active', progress: runProgress(now, { title: 'a\u202Eb' }) } as const;
  expect(cardModel(of({ run }), moment).title).toBe('a⟨U+202E⟩b');
});

test('the same snapshot and moment give the same card', () => {
  for (const machine of everyState(now))
    expect(cardModel(machine, moment)).toEqual(cardModel(machine, moment));
});

test('while the engine is down every button of every card is locked with that reason', () => {
  for (const machine of everyState(now)) {
    const card = cardModel(machine, { now, engine: 'down' });
    expect(card.status.freshness).not.toBe('fresh');
    for (const button of card.buttons)
      expect(button.press).toEqual({
        kind: 'locked',
        reason: 'QuantDeck’s engine stopped. Nothing can be sent.',
      });
  }
});
