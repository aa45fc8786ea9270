import { useSyncExternalStore } from 'react';
import { assertNever } from '../../shared/assert-never.ts';
import { machineIdSchema } from '../../shared/machine-settings.ts';
import { type RunId, runIdSchema } from '../../shared/run-history.ts';
import type { MachineId } from '../../shared/units.ts';

export const machineTabs = ['run', 'console', 'connection', 'activity'] as const;
export type MachineTab = (typeof machineTabs)[number];

/** Where the window is. */
export type Route =
  | { readonly kind: 'machines' }
  | { readonly kind: 'machine'; readonly id: MachineId; readonly tab: MachineTab }
  | { readonly kind: 'activity' }
  /** The recorded runs, or one of them. */
  | { readonly kind: 'history'; readonly id: RunId | null }
  | { readonly kind: 'console'; readonly id: MachineId | null }
  | { readonly kind: 'settings' }
  /** A page of the guide, and a heading of it. */
  | { readonly kind: 'help'; readonly page: string | null; readonly section: string | null }
  /** Every machine on a lab's monitor. */
  | { readonly kind: 'wall' };

/** Reads the part of the address after `#`; what is not known leads to the overview. */
export function parseRoute(hash: string): Route {
  const [place, first, second] = hash
    .replace(/^#\/?/, '')
    .split('/')
    .map((part) => part.trim());
  const id = machineIdSchema.safeParse(first);
  switch (place) {
    case 'machines':
      if (!id.success) return { kind: 'machines' };
      return {
        kind: 'machine',
        id: id.data,
        tab: machineTabs.find((tab) => tab === second) ?? 'run',
      };
    case 'activity':
      return { kind: 'activity' };
    case 'history':
      return { kind: 'history', id: runIdSchema.safeParse(first).data ?? null };
    case 'console':
      return { kind: 'console', id: id.success ? id.data : null };
    case 'settings':
      return { kind: 'settings' };
    case 'wall':
      return { kind: 'wall' };
    case 'help':
      return { kind: 'help', page: slugIn(first), section: slugIn(second) };
    default:
      return { kind: 'machines' };
  }
}

/** The name of a page or heading; null for anything else. */
function slugIn(part: string | undefined): string | null {
  return part !== undefined && /^[a-z0-9-]+$/.test(part) ? part : null;
}

/** Writes a route so that `parseRoute` reads it back. */
export function routeHref(route: Route): string {
  switch (route.kind) {
    case 'machines':
      return '#/machines';
    case 'machine':
      return `#/machines/${route.id}${route.tab === 'run' ? '' : `/${route.tab}`}`;
    case 'activity':
      return '#/activity';
    case 'history':
      return `#/history${route.id === null ? '' : `/${route.id}`}`;
    case 'console':
      return `#/console${route.id === null ? '' : `/${route.id}`}`;
    case 'settings':
      return '#/settings';
    case 'wall':
      return '#/wall';
    case 'help': {
      const parts = [route.page, route.section].filter((part) => part !== null);
      return ['#/help', ...parts].join('/');
    }
    default:
      return assertNever(route);
  }
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, () => window.location.hash));
}

export function go(route: Route): void {
  window.location.hash = routeHref(route);
}
