import { z } from 'zod';
import { type AlertId, alertChannels, alertIdSchema } from './alert.ts';
import type { Result } from './failure.ts';
import { request } from './request-spec.ts';
import { webhookChangeSchema } from './webhook-address.ts';

/** The alerts' part of the contract. */
export const alertRequests = {
  'alerts.dismiss': request<Result<null>>()(
    z.strictObject({ ids: z.array(alertIdSchema).max(1_000) }),
  ),
  /** Takes over telling the open alerts by one channel: each is answered to one asker only, who must tell it. */
  'alerts.claim': request<Result<readonly AlertId[]>>()(
    z.strictObject({ channel: z.enum(alertChannels) }),
  ),
  /** Tells a test alert, whatever the switches and quiet hours say. */
  'alerts.test': request<Result<null>>()(z.strictObject({})),
  /** The address and token travel once, towards main only. */
  'alerts.setWebhook': request<Result<null>>()(webhookChangeSchema),
  /** Sends a test to the webhook and answers in words how it went. */
  'alerts.testWebhook': request<Result<string>>()(z.strictObject({})),
} as const;
