import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { MantineProvider } from '@mantine/core';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { App } from '../../../renderer/app.tsx';
import { preloadViews } from '../../../renderer/features/views.tsx';
import { createServices, type Services } from '../../../renderer/stores/services.ts';
import { ServicesContext } from '../../../renderer/stores/use-services.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FixtureHost, keptInMemory, windowClockOf } from '../../support/renderer-host.ts';

/** A window under test. `close` ends it and everything it opened. */
export interface TestWindow {
  readonly host: FixtureHost;
  readonly clock: FakeClock;
  readonly services: Services;
  readonly kept: ReturnType<typeof keptInMemory>;
  /** Lets time pass inside React's `act`. */
  readonly pass: (milliseconds: number) => Promise<void>;
  readonly run: (change: () => void) => Promise<void>;
  readonly close: () => Promise<void>;
}

// React asks test code to say that it wraps updates in `act`.
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

async function mount(
  view: (services: Services) => ReactNode,
  machines: readonly MachineSnapshot[],
  clock: FakeClock,
  kept = keptInMemory(),
): Promise<TestWindow> {
  const host = new FixtureHost(machines, clock.now());
  const services = createServices(host, windowClockOf(clock), kept);
  const container = document.createElement('div');
  document.body.append(container);
  const root: Root = createRoot(container);
  await act(async () => {
    root.render(view(services));
    await clock.advance(0);
  });
  return {
    host,
    clock,
    services,
    kept,
    pass: (milliseconds) => act(() => clock.advance(milliseconds)),
    run: (change) =>
      act(async () => {
        change();
        await clock.advance(0);
      }),
    close: async () => {
      await act(async () => root.unmount());
      services.dispose();
      container.remove();
      window.location.hash = '';
    },
  };
}

/** The whole app with these machines. */
export async function openApp(
  machines: (now: ReturnType<FakeClock['now']>) => readonly MachineSnapshot[],
  more: { readonly kept?: ReturnType<typeof keptInMemory> } = {},
): Promise<TestWindow> {
  // As in a window that has been open for a moment: what a view waits for is tested on its own.
  await preloadViews();
  const clock = new FakeClock();
  return mount((services) => <App services={services} />, machines(clock.now()), clock, more.kept);
}

/** One view alone. */
export function openView(
  view: (services: Services) => ReactNode,
  machines: readonly MachineSnapshot[] = [],
  clock: FakeClock = new FakeClock(),
): Promise<TestWindow> {
  return mount(
    (services) => (
      <MantineProvider env="test">
        <ServicesContext value={services}>{view(services)}</ServicesContext>
      </MantineProvider>
    ),
    machines,
    clock,
  );
}

/** The accessible name of a control, as far as these views build names: a label, or their words without hidden ones. */
function nameOf(element: Element): string {
  const label = element.getAttribute('aria-label');
  if (label !== null) return label;
  const copy = element.cloneNode(true) as Element;
  for (const hidden of copy.querySelectorAll('[aria-hidden="true"]')) hidden.remove();
  return (copy.textContent ?? '').trim();
}

/** The button of this exact name inside `scope`; throws when there is none, or more than one. */
export function button(name: string, scope: ParentNode = document): HTMLButtonElement {
  const found = [...scope.querySelectorAll('button')].filter(
    (element) => nameOf(element) === name && !element.hidden,
  );
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(`${found.length} buttons are named “${name}”`);
  return only;
}

export function hasButton(name: string, scope: ParentNode = document): boolean {
  return [...scope.querySelectorAll('button')].some((element) => nameOf(element) === name);
}

/** A machine's card. */
export function card(name: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`article[aria-label="${name}"]`);
  if (found === null) throw new Error(`no card is named “${name}”`);
  return found;
}

export function dialog(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[role="dialog"]');
}

/** The words of an element as read on screen. */
export function textOf(element: Element | null): string {
  return (element?.textContent ?? '').replace(/\s+/g, ' ');
}

/** What an element is described by. */
export function descriptionOf(element: Element): string {
  const id = element.getAttribute('aria-describedby') ?? '';
  return textOf(document.getElementById(id));
}

/** Types text into a field as React sees it. */
export function type(control: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  const prototype = Object.getPrototypeOf(control) as object;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(control, text);
  control.dispatchEvent(new Event('input', { bubbles: true }));
}

/** The text field with this label. */
export function field(label: string, scope: ParentNode = document): HTMLInputElement {
  for (const element of scope.querySelectorAll('label')) {
    if (textOf(element).trim() !== label) continue;
    const control = document.getElementById(element.htmlFor);
    if (control instanceof HTMLInputElement) return control;
  }
  throw new Error(`no field is labelled “${label}”`);
}

/** Goes to a place of the window, as its links do. */
export function visit(hash: string): void {
  window.location.hash = hash;
  window.dispatchEvent(new Event('hashchange'));
}
