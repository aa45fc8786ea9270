import { describe, expect, it } from 'vitest';
import { judge, judgeAll } from '../../../electron/machine/interlock.ts';
import { passes } from '../../../electron/machine/passage.ts';
import { describeProgress, type Situation } from '../../../electron/machine/situation.ts';
import type { Acknowledgement, MachineAction, Verdict } from '../../../shared/action.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import { noReadings } from '../../../shared/readings.ts';
import type { RunProgress } from '../../../shared/run.ts';
import {
  acquiring,
  active,
  idle,
  paused,
  progressOf,
  readingsOf,
  situationOf,
} from '../../support/machine-situations.ts';

const situations = {
  idle: situationOf({ run: idle }),
  ended: situationOf({
    run: {
      kind: 'ended',
      ending: 'completed',
      title: 'Plate 7',
      endedAt: 5 as never,
      last: progressOf(),
      reason: '',
    },
  }),
  active: situationOf({ run: active, drawer: 'Closed' }),
  acquiring: situationOf({ run: acquiring, drawer: 'Closed' }),
  paused: situationOf({ run: paused, drawer: 'Closed' }),
  stale: situationOf({ run: active, stateKnown: false }),
  'never read': situationOf({ run: { kind: 'unknown' } }),
} as const satisfies Readonly<Record<string, Situation>>;
type SituationName = keyof typeof situations;

type Cell =
  | 'allow'
  | `confirm ${'confirm' | 'hold' | 'type-name'}: ${string}`
  | `refuse: ${string}`;

/** The product page's table, cell by cell. */
const table: readonly (readonly [MachineAction, Readonly<Record<SituationName, Cell>>])[] = [
  [
    { kind: 'open-drawer' },
    {
      idle: 'allow',
      ended: 'allow',
      active: 'confirm type-name: run-active',
      acquiring: 'refuse: imaging',
      paused: 'confirm confirm: run-paused',
      stale: 'confirm confirm: state-unknown',
      'never read': 'confirm confirm: state-unknown',
    },
  ],
  ...(['close-drawer', 'lower-cover'] as const).map(
    (kind) =>
      [
        { kind },
        {
          idle: 'allow',
          ended: 'allow',
          active: 'allow',
          acquiring: 'allow',
          // The table allows it; both are closed and up in these situations, see below.
          paused: kind === 'close-drawer' ? 'refuse: already-closed' : 'allow',
          stale: 'confirm confirm: state-unknown',
          'never read': 'confirm confirm: state-unknown',
        },
      ] as const,
  ),
  [
    { kind: 'power-off' },
    {
      idle: 'allow',
      ended: 'allow',
      active: 'refuse: run-on',
      acquiring: 'refuse: run-on',
      paused: 'refuse: run-on',
      stale: 'confirm confirm: state-unknown',
      'never read': 'confirm confirm: state-unknown',
    },
  ],
  [
    { kind: 'power-on' },
    {
      idle: 'allow',
      ended: 'allow',
      active: 'allow',
      acquiring: 'allow',
      paused: 'allow',
      stale: 'allow',
      'never read': 'allow',
    },
  ],
  ...([{ kind: 'block-on', target: 60 }, { kind: 'block-off' }] as const).map(
    (action) =>
      [
        action,
        {
          idle: 'allow',
          ended: 'allow',
          active: 'refuse: run-on',
          acquiring: 'refuse: run-on',
          paused: 'refuse: run-on',
          stale: 'refuse: state-unknown',
          'never read': 'refuse: state-unknown',
        },
      ] as const,
  ),
  [
    { kind: 'pause' },
    {
      idle: 'refuse: no-run',
      ended: 'refuse: no-run',
      active: 'allow',
      acquiring: 'allow',
      paused: 'refuse: already-paused',
      stale: 'confirm confirm: state-unknown',
      'never read': 'confirm confirm: state-unknown',
    },
  ],
  [
    { kind: 'resume' },
    {
      idle: 'refuse: not-paused',
      ended: 'refuse: not-paused',
      active: 'refuse: not-paused',
      acquiring: 'refuse: not-paused',
      paused: 'allow',
      stale: 'confirm confirm: state-unknown',
      'never read': 'confirm confirm: state-unknown',
    },
  ],
  [
    { kind: 'stop-after-cycle' },
    {
      idle: 'refuse: no-run',
      ended: 'refuse: no-run',
      active: 'confirm confirm: ends-run',
      acquiring: 'confirm confirm: ends-run',
      paused: 'confirm confirm: ends-run',
      stale: 'confirm confirm: state-unknown',
      'never read': 'confirm confirm: state-unknown',
    },
  ],
  [
    { kind: 'abort' },
    {
      idle: 'refuse: no-run',
      ended: 'refuse: no-run',
      active: 'confirm hold: ends-run-now',
      acquiring: 'confirm hold: ends-run-now',
      paused: 'confirm hold: ends-run-now',
      stale: 'confirm hold: state-unknown',
      'never read': 'confirm hold: state-unknown',
    },
  ],
  [
    { kind: 'restart-software' },
    {
      idle: 'confirm confirm: drops-everyone',
      ended: 'confirm confirm: drops-everyone',
      active: 'confirm type-name: loses-run,drops-everyone',
      acquiring: 'confirm type-name: loses-run,drops-everyone',
      paused: 'confirm type-name: loses-run,drops-everyone',
      stale: 'confirm confirm: state-unknown,drops-everyone',
      'never read': 'confirm confirm: state-unknown,drops-everyone',
    },
  ],
];

function cellOf(verdict: Verdict): Cell {
  switch (verdict.kind) {
    case 'allow':
      return 'allow';
    case 'confirm':
      return `confirm ${verdict.effort}: ${verdict.reasons.map(({ code }) => code).join(',')}`;
    case 'refuse':
      return `refuse: ${verdict.reason.code}`;
    default:
      return assertNever(verdict);
  }
}

const cells = table.flatMap(([action, row]) =>
  (Object.keys(row) as SituationName[]).map((name) => [action, name, row[name]] as const),
);

function agreeing(verdict: Verdict, change: Partial<Acknowledgement> = {}): Acknowledgement {
  if (verdict.kind !== 'confirm') throw new Error(`Nothing to agree to: ${verdict.kind}`);
  const codes = verdict.reasons.map(({ code }) => code);
  return { situation: verdict.situation, codes, typedName: '', ...change };
}

describe('the interlock table', () => {
  it('has a row for every action', () => {
    const named = new Set(table.map(([{ kind }]) => kind));
    expect([...named].toSorted()).toEqual(Object.keys(judgeAll(situations.idle)).toSorted());
  });

  for (const [action, name, cell] of cells) {
    it(`answers ${action.kind} when the state is ${name} with “${cell}”`, () => {
      expect(cellOf(judge(action, situations[name]))).toBe(cell);
    });
  }

  it('gives every verdict that is not a plain yes a reason in words', () => {
    for (const [action, name] of cells) {
      const verdict = judge(action, situations[name]);
      if (verdict.kind === 'refuse') expect(verdict.reason.text).toMatch(/\.$/);
      if (verdict.kind === 'confirm') {
        expect(verdict.reasons.length).toBeGreaterThan(0);
        for (const { text } of verdict.reasons) expect(text).toMatch(/\.$/);
      }
    }
  });

  it('shows the same verdicts beside the buttons as it gives at the moment of sending', () => {
    for (const situation of Object.values(situations)) {
      const shown = judgeAll(situation);
      for (const [action] of table) expect(shown[action.kind]).toEqual(judge(action, situation));
    }
  });

  it('says that closing restores the safe state during a run', () => {
    expect(judge({ kind: 'close-drawer' }, situations.active)).toMatchObject({
      kind: 'allow',
      note: 'A run is on: this restores the safe state.',
    });
  });
});

const powerOffAt = (block: number): Cell =>
  cellOf(judge({ kind: 'power-off' }, situationOf({ block })));
const blockAt = (target: number): Cell =>
  cellOf(judge({ kind: 'block-on', target }, situations.idle));
const longTitle = (startedAt: number) =>
  situationOf({
    run: {
      kind: 'active',
      progress: progressOf({ title: 'x'.repeat(5_000), startedAt: startedAt as never }),
    },
  });

const joined = (stage: RunProgress['stage']): Situation =>
  situationOf({
    run: { kind: 'active', progress: progressOf({ stage, activity: { kind: 'unknown' } }) },
  });

describe('the interlocks in detail', () => {
  it('name what is happening now, with stage and cycle', () => {
    const verdict = judge({ kind: 'open-drawer' }, situations.acquiring);
    expect(verdict).toMatchObject({ kind: 'refuse', instead: expect.any(String) });
    if (verdict.kind === 'refuse')
      expect(verdict.reason.text).toContain('imaging, stage 2 cycle 17 of 40');
    expect(describeProgress(progressOf({ stage: { kind: 'prerun' } }))).toContain('cover');
    expect(describeProgress(progressOf({ cycle: null, cycleCount: null }))).toBe('stage 2');
    expect(describeProgress(progressOf({ stage: { kind: 'postrun' } }))).toBe('finishing');
    expect(describeProgress(progressOf({ stage: { kind: 'starting' } }))).toBe('starting');
  });

  it('say that the machine may be imaging in a step that was joined in the middle', () => {
    const open = { kind: 'open-drawer' } as const;
    expect(cellOf(judge(open, joined({ kind: 'stage', number: 2 })))).toBe(
      'confirm type-name: run-active,may-be-imaging',
    );
    expect(cellOf(judge(open, joined({ kind: 'prerun' })))).toBe('confirm type-name: run-active');
  });

  it('ask before power off only when the block is above 40 °C', () => {
    expect(powerOffAt(40)).toBe('allow');
    expect(powerOffAt(40.1)).toBe('confirm confirm: hot-block');
    expect(powerOffAt(95)).toBe('confirm confirm: hot-block');
  });

  it('ask before power off when no block temperature is known', () => {
    const blind = { ...situationOf(), readings: noReadings };
    expect(cellOf(judge({ kind: 'power-off' }, blind))).toBe('confirm confirm: hot-block');
  });

  it('bound the block from 4 to 100 °C whatever asked for it', () => {
    expect(blockAt(4)).toBe('allow');
    expect(blockAt(100)).toBe('allow');
    for (const target of [3.99, 100.01, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(blockAt(target)).toBe('refuse: out-of-range');
  });

  it('warn of hot surfaces when the drawer is opened in a run', () => {
    const hot = situationOf({ run: active, block: 95, coverTemperature: 105 });
    expect(cellOf(judge({ kind: 'open-drawer' }, hot))).toBe('confirm type-name: run-active,hot');
    const pausedHot = situationOf({ run: paused, coverTemperature: 105 });
    expect(cellOf(judge({ kind: 'open-drawer' }, pausedHot))).toBe(
      'confirm confirm: run-paused,hot',
    );
  });

  it('refuse to close what is closed and to lower what is down, unless a run is on', () => {
    const shut = situationOf({ drawer: 'Closed', cover: 'Down' });
    expect(cellOf(judge({ kind: 'close-drawer' }, shut))).toBe('refuse: already-closed');
    expect(cellOf(judge({ kind: 'lower-cover' }, shut))).toBe('refuse: already-down');
    const running = situationOf({ run: active, drawer: 'Closed', cover: 'Down' });
    expect(cellOf(judge({ kind: 'close-drawer' }, running))).toBe('allow');
    expect(cellOf(judge({ kind: 'lower-cover' }, running))).toBe('allow');
  });

  it('ask before a paused run goes on with a drawer that is not closed', () => {
    for (const drawer of ['Open', 'Unknown'] as const)
      expect(cellOf(judge({ kind: 'resume' }, situationOf({ run: paused, drawer })))).toBe(
        'confirm confirm: drawer-not-closed',
      );
  });
});

describe('an acknowledgement', () => {
  const abort = judge({ kind: 'abort' }, situations.active);
  const pass = { kind: 'pass' };

  it('lets an action pass that was confirmed in this very situation', () => {
    expect(passes(abort, agreeing(abort), 'Lab 2')).toEqual(pass);
  });

  it('is not needed where the verdict allows, and does not help where it refuses', () => {
    expect(passes(judge({ kind: 'power-on' }, situations.active), null, 'Lab 2')).toEqual(pass);
    const refused = judge({ kind: 'power-off' }, situations.active);
    expect(passes(refused, agreeing(abort), 'Lab 2').kind).toBe('refused');
  });

  it('is asked for when there is none, or when one of the reasons was not read', () => {
    expect(passes(abort, null, 'Lab 2').kind).toBe('ask-again');
    expect(passes(abort, agreeing(abort, { codes: [] }), 'Lab 2').kind).toBe('ask-again');
    const restart = judge({ kind: 'restart-software' }, situations.stale);
    const half = agreeing(restart, { codes: ['drops-everyone'] });
    expect(passes(restart, half, 'Lab 2').kind).toBe('ask-again');
  });

  it('survives the run moving on a cycle', () => {
    const later = situationOf({
      run: { kind: 'active', progress: progressOf({ cycle: 18, activity: { kind: 'unknown' } }) },
    });
    expect(passes(judge({ kind: 'abort' }, later), agreeing(abort), 'Lab 2')).toEqual(pass);
  });

  it.each([
    [
      'another title',
      situationOf({ run: { kind: 'active', progress: progressOf({ title: 'B' }) } }),
    ],
    [
      'another start of the same title',
      situationOf({ run: { kind: 'active', progress: progressOf({ startedAt: 9 as never }) } }),
    ],
    ['the run paused meanwhile', situations.paused],
    ['contact lost meanwhile', situations.stale],
  ])('is void after a change of situation: %s', (_, now) => {
    expect(passes(judge({ kind: 'abort' }, now), agreeing(abort), 'Lab 2').kind).toBe('ask-again');
  });

  it('of one action does not confirm another, even where the reasons are the same', () => {
    const open = judge({ kind: 'open-drawer' }, situations.stale);
    for (const kind of ['abort', 'power-off', 'stop-after-cycle', 'pause'] as const)
      expect(passes(judge({ kind }, situations.stale), agreeing(open), 'Lab 2').kind).toBe(
        'ask-again',
      );
  });

  it('needs the machine’s name typed where the verdict says so', () => {
    const open = judge({ kind: 'open-drawer' }, situations.active);
    for (const typedName of ['', 'lab 2', 'Lab', 'Lab 22'])
      expect(passes(open, agreeing(open, { typedName }), 'Lab 2').kind).toBe('ask-again');
    expect(passes(open, agreeing(open, { typedName: ' Lab 2 ' }), 'Lab 2')).toEqual(pass);
  });

  it('stays within what the contract accepts, however long the run’s title', () => {
    const long = situationOf({
      run: { kind: 'active', progress: progressOf({ title: 'x'.repeat(5_000) }) },
    });
    const verdict = judge({ kind: 'abort' }, long);
    expect(agreeing(verdict).situation.length).toBeLessThanOrEqual(500);
    expect(passes(verdict, agreeing(verdict), 'Lab 2')).toEqual(pass);
  });

  it('tells two runs with a long title apart by their start', () => {
    const first = judge({ kind: 'abort' }, longTitle(1));
    const second = judge({ kind: 'abort' }, longTitle(2));
    expect(passes(second, agreeing(first), 'Lab 2').kind).toBe('ask-again');
  });
});

it('a reading that was never made does not stop the safe actions', () => {
  const blind = { ...situationOf({ run: paused }), readings: noReadings };
  expect(judge({ kind: 'close-drawer' }, blind).kind).toBe('allow');
  expect(judge({ kind: 'lower-cover' }, { ...blind, readings: readingsOf() }).kind).toBe('allow');
});
