import { z } from 'zod';
import { accessLevels } from './access-level.ts';
import { readAddress } from './machine-address.ts';
import type { MachineId } from './units.ts';

/**
 * How a machine is kept in touch with.
 * `stay-connected`: one Observer session, subscribed, reconnecting by itself.
 * `on-demand`: connect for an action or a look, then leave (QSLib's automatic mode).
 */
export const connectionModes = ['stay-connected', 'on-demand'] as const;
export type ConnectionMode = (typeof connectionModes)[number];

export const machineIdSchema = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/)
  .transform((id) => id as MachineId);

const filePath = z.string().max(4096);

/** How the TLS side of a machine (usually a gateway's) is checked. Paths are files on this workstation; '' means none. */
export const tlsSettingsSchema = z.strictObject({
  /** SHA-256 fingerprint to insist on, colon-separated upper-case hex; null until one was trusted. */
  pinnedFingerprint: z
    .string()
    .regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    .nullable(),
  caFile: filePath,
  serverName: z.string().max(253),
  clientCertificateFile: filePath,
  clientKeyFile: filePath,
});
export type TlsSettings = Readonly<z.infer<typeof tlsSettingsSchema>>;

export const noTlsSettings: TlsSettings = {
  pinnedFingerprint: null,
  caFile: '',
  serverName: '',
  clientCertificateFile: '',
  clientKeyFile: '',
};

const name = z
  .string()
  .trim()
  .min(1, 'Give the machine a name.')
  .max(60, 'Keep the name within 60 characters.');

const address = z
  .string()
  .trim()
  .superRefine((text, context) => {
    const reading = readAddress(text);
    if (!reading.ok) context.addIssue({ code: 'custom', message: reading.problem });
  });

/** What a person chooses for one machine. The password travels beside it, once, towards main only. */
const networkMachineFields = {
  name,
  address,
  /** The highest level QuantDeck may ever take on this machine. */
  cap: z.enum(accessLevels),
  mode: z.enum(connectionModes),
  tls: tlsSettingsSchema,
};

/** What to do with the stored password when a machine is added or changed. */
export const passwordChangeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('keep') }),
  z.strictObject({ kind: z.literal('clear') }),
  z.strictObject({ kind: z.literal('set'), password: z.string().min(1).max(256) }),
]);
export type PasswordChange = Readonly<z.infer<typeof passwordChangeSchema>>;

export const machineDraftSchema = z.strictObject(networkMachineFields);
export type MachineDraft = Readonly<z.infer<typeof machineDraftSchema>>;

export const machineSettingsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('network'), id: machineIdSchema, ...networkMachineFields }),
  /** The built-in practice machine: it has no address, password or certificate. */
  z.strictObject({
    kind: z.literal('simulated'),
    id: machineIdSchema,
    name,
    cap: z.enum(accessLevels),
    mode: z.enum(connectionModes),
  }),
]);
export type MachineSettings = Readonly<z.infer<typeof machineSettingsSchema>>;
