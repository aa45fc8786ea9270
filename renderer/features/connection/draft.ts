import type { AccessLevel } from '../../../shared/access-level.ts';
import {
  type ConnectionMode,
  type MachineDraft,
  machineDraftSchema,
  type MachineSettings,
  noTlsSettings,
  type PasswordChange,
  passwordChangeSchema,
  type TlsSettings,
} from '../../../shared/machine-settings.ts';

/** The form of one machine as it is being filled in. */
export interface DraftForm {
  readonly name: string;
  readonly address: string;
  readonly cap: AccessLevel;
  readonly mode: ConnectionMode;
  readonly tls: TlsSettings;
  readonly passwordChoice: PasswordChange['kind'];
  readonly password: string;
}

export const emptyForm: DraftForm = {
  name: '',
  address: '',
  cap: 'Controller',
  mode: 'stay-connected',
  tls: noTlsSettings,
  passwordChoice: 'set',
  password: '',
};

export function formOf(
  settings: Extract<MachineSettings, { kind: 'network' }>,
  hasPassword: boolean,
): DraftForm {
  const { name, address, cap, mode, tls } = settings;
  return {
    name,
    address,
    cap,
    mode,
    tls,
    passwordChoice: hasPassword ? 'keep' : 'set',
    password: '',
  };
}

/** The fields a message can stand beside. */
export type FieldName =
  | 'name'
  | 'address'
  | 'password'
  | 'caFile'
  | 'serverName'
  | 'clientCertificateFile'
  | 'clientKeyFile'
  | 'other';

export type DraftReading =
  | { readonly ok: true; readonly draft: MachineDraft; readonly password: PasswordChange }
  | { readonly ok: false; readonly problems: Readonly<Partial<Record<FieldName, string>>> };

/** What the form says about the password: an empty new one means none. */
function passwordOf(form: DraftForm): PasswordChange {
  if (form.passwordChoice !== 'set') return { kind: form.passwordChoice };
  return form.password === '' ? { kind: 'clear' } : { kind: 'set', password: form.password };
}

const fieldNames: ReadonlySet<string> = new Set<FieldName>([
  'name',
  'address',
  'password',
  'caFile',
  'serverName',
  'clientCertificateFile',
  'clientKeyFile',
]);

/** Reads the form with the contract's own schemas, so that the messages are the ones main would give. */
export function readDraft(form: DraftForm): DraftReading {
  const { name, address, cap, mode, tls } = form;
  const draft = machineDraftSchema.safeParse({ name, address, cap, mode, tls });
  const password = passwordChangeSchema.safeParse(passwordOf(form));
  if (draft.success && password.success)
    return { ok: true, draft: draft.data, password: password.data };
  const problems: Partial<Record<FieldName, string>> = {};
  for (const issue of [...(draft.error?.issues ?? []), ...(password.error?.issues ?? [])]) {
    const last = String(issue.path.at(-1) ?? '');
    const field = (fieldNames.has(last) ? last : 'other') as FieldName;
    problems[field] ??= issue.message;
  }
  return { ok: false, problems };
}
