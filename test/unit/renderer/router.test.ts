import { expect, test } from 'vitest';
import type { RunId } from '../../../shared/run-history.ts';
import { parseRoute, type Route, routeHref } from '../../../renderer/stores/router.ts';
import { idOf } from '../../support/renderer-fixtures.ts';

test.each<Route>([
  { kind: 'machines' },
  { kind: 'machine', id: idOf('qpcr1'), tab: 'run' },
  { kind: 'machine', id: idOf('qpcr1'), tab: 'connection' },
  { kind: 'console', id: null },
  { kind: 'console', id: idOf('qpcr1') },
  { kind: 'settings' },
  { kind: 'wall' },
  { kind: 'help', page: null, section: null },
  { kind: 'help', page: 'safety', section: 'access-levels' },
  { kind: 'history', id: null },
  { kind: 'history', id: 'run-1' as RunId },
])('the address of %o leads back to it', (route) => {
  expect(parseRoute(routeHref(route))).toEqual(route);
});

test.each(['', '#', '#/nowhere', '#/machines/Not A Machine!'])(
  'the address “%s” leads to the overview',
  (hash) => {
    expect(parseRoute(hash)).toEqual({ kind: 'machines' });
  },
);
