import { z } from 'zod';
import type { WebhookFacts } from '../../../shared/alert.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { MachineId } from '../../../shared/units.ts';
import { webhookAddressSchema } from '../../../shared/webhook-address.ts';
import type { SecretStore } from '../secret-store.ts';

/** Under this name, which no machine has, the address is kept where passwords are: a Slack address is itself the secret. */
const place = 'alerts-webhook' as MachineId;

const secretSchema = z.strictObject({
  url: webhookAddressSchema,
  token: z.string().max(1_000).nullable(),
});
export type WebhookSecret = Readonly<z.infer<typeof secretSchema>>;

/** The address alerts are sent to and its token; null if none is set, or it cannot be read now: damaged, or passwords are locked. */
export function readWebhookSecret(secrets: SecretStore): WebhookSecret | null {
  const reading = secrets.read(place);
  if (reading.kind !== 'password') return null;
  try {
    return secretSchema.parse(JSON.parse(reading.password));
  } catch {
    return null;
  }
}

/** Throws with a plain sentence if the host cannot store it. */
export function writeWebhookSecret(secrets: SecretStore, secret: WebhookSecret | null): void {
  if (secret === null) secrets.remove(place);
  else secrets.write(place, JSON.stringify(secret));
}

/** What windows may know of it. */
export function webhookFacts(
  secret: WebhookSecret | null,
  trouble: Failure | null,
): WebhookFacts | null {
  if (secret === null) return null;
  const { host, protocol } = new URL(secret.url);
  return { host, plain: protocol === 'http:', hasToken: secret.token !== null, trouble };
}
