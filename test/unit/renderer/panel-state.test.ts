import { expect, test } from 'vitest';
import { traceMilliseconds } from '../../../shared/machine.ts';
import { countMachines, machinesInOrder } from '../../../renderer/stores/panel-selectors.ts';
import {
  extendTrace,
  initialPanelState,
  type PanelState,
  reducePanel,
} from '../../../renderer/stores/panel-state.ts';
import {
  cyclingTrace,
  instant,
  networkSettings,
  snapshotOf,
} from '../../support/renderer-fixtures.ts';
import { everyState, viewOf } from '../../support/renderer-states.ts';

const now = instant(Date.UTC(2026, 0, 1));
const first = snapshotOf(now, networkSettings('qpcr1', 'qpcr1'));
const second = snapshotOf(now, networkSettings('qpcr2', 'qpcr2'));

function loaded(): PanelState {
  return reducePanel(initialPanelState, { kind: 'view', view: viewOf([first, second], now) });
}

test('events before the first view change nothing, because the view holds what they said', () => {
  const state = reducePanel(initialPanelState, {
    kind: 'event',
    event: { event: 'machines', payload: { changed: [first], order: [first.id] } },
  });
  expect(state).toBe(initialPanelState);
});

test('changed snapshots replace the known ones and the others stay the same objects', () => {
  const renamed = { ...first, nickname: 'left bench' };
  const state = reducePanel(loaded(), {
    kind: 'event',
    event: { event: 'machines', payload: { changed: [renamed], order: [second.id, first.id] } },
  });
  expect(machinesInOrder(state)).toEqual([second, renamed]);
  expect(machinesInOrder(state)[0]).toBe(second);
});

test('a machine missing from the order is forgotten with its trace', () => {
  const state = reducePanel(loaded(), {
    kind: 'event',
    event: { event: 'machines', payload: { changed: [], order: [second.id] } },
  });
  expect(machinesInOrder(state)).toEqual([second]);
  expect(state.replica?.machines).not.toHaveProperty('qpcr1');
  expect(state.replica?.traces).not.toHaveProperty('qpcr1');
});

test('the last known values stay when the link is lost', () => {
  const state = reducePanel(loaded(), { kind: 'link', link: { kind: 'down', since: now } });
  expect(machinesInOrder(state)).toEqual([first, second]);
});

test('a failed load is kept until a view arrives', () => {
  const failure = { kind: 'internal', message: 'No.', remedy: 'Restart.', detail: '' } as const;
  const failed = reducePanel(initialPanelState, { kind: 'load-failed', failure });
  expect(failed.loadFailure).toEqual(failure);
  const view = viewOf([], now);
  expect(reducePanel(failed, { kind: 'view', view }).loadFailure).toBeNull();
});

test('notices are replaced whole', () => {
  const notice = { id: 'n', at: now, severity: 'warning', text: 'Set aside.' } as const;
  const state = reducePanel(loaded(), {
    kind: 'event',
    event: { event: 'notices', payload: [notice] },
  });
  expect(state.replica?.notices).toEqual([notice]);
});

test('a trace keeps ten minutes counted back from its newest point', () => {
  const trace = cyclingTrace(now, 700);
  const kept = extendTrace(trace.slice(0, 650), trace.slice(650));
  expect(kept.at(-1)).toBe(trace.at(-1));
  const [oldest] = kept;
  expect(oldest && (trace.at(-1)?.at ?? 0) - oldest.at).toBe(traceMilliseconds);
});

test('the head counts paused runs as running and as wanting attention', () => {
  const counts = countMachines(everyState(now), { now, engine: 'up' });
  // running: qpcr1, qpcr3 (paused), the stale one. Attention: paused, unknown outcome, two stopped. Offline: lost, connecting, on demand.
  expect(counts).toEqual({ running: 3, attention: 4, offline: 3 });
});
