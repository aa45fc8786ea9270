import { z } from 'zod';
import type { PanelEvent } from './contract.ts';

/** The browser host's WebSocket, beside the page. */
export const socketName = 'panel';

/** From a window to the browser host. The input is validated by the contract's own schema afterwards. */
export const socketRequestSchema = z.strictObject({
  id: z.number().int().nonnegative(),
  request: z.string().max(100),
  input: z.unknown(),
});
export type SocketRequest = Readonly<z.infer<typeof socketRequestSchema>>;

/** From the browser host to a window: an answer to request `id`, or an event. */
export type SocketMessage =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'event'; readonly event: PanelEvent };
