import { z } from 'zod';

/** Where alerts may be sent: an http or https address without a user name in it. */
export const webhookAddressSchema = z
  .string()
  .trim()
  .max(2_000)
  .pipe(
    z.url({
      protocol: /^https?$/,
      error: 'Enter a web address, such as https://ntfy.example.org/lab.',
    }),
  )
  .refine((url) => !/^\w+:\/\/[^/?#]*@/.test(url), {
    error: 'Leave the user name and password out of the address; enter a token instead.',
  });

export const webhookTokenSchema = z
  .string()
  .trim()
  .max(1_000)
  .regex(/^[\x21-\x7e]*$/, 'A token has no spaces and only plain letters, digits and signs.');

/** What to do with the stored address. An empty token is none. */
export const webhookChangeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('clear') }),
  z.strictObject({
    kind: z.literal('set'),
    url: webhookAddressSchema,
    token: webhookTokenSchema,
  }),
]);
export type WebhookChange = Readonly<z.infer<typeof webhookChangeSchema>>;
