import { type ComponentType, lazy } from 'react';

/** A view that is loaded when it is first shown, or earlier by `preload`. Put it inside `Suspense`. */
export interface LazyView<Props extends object> {
  readonly View: ComponentType<Props>;
  /** Rejects if the view's file cannot be had. */
  readonly preload: () => Promise<unknown>;
}

/** Makes a view of a file of its own, so that the first card does not wait for it. */
export function lazyView<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyView<Props> {
  return { View: lazy(async () => ({ default: await load() })), preload: load };
}
