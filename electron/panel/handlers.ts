import { setImmediate as breathe } from 'node:timers/promises';
import { type Failure, fail, type Result, succeed } from '../../shared/failure.ts';
import type {
  MachineDraft,
  MachineSettings,
  PasswordChange,
} from '../../shared/machine-settings.ts';
import type { MachineId } from '../../shared/units.ts';
import type { Machine } from '../machine/machine.ts';
import { createAlertHandlers } from './alerts/alert-handlers.ts';
import { createConsoleExtraHandlers } from './console/console-extra-handlers.ts';
import { createConsoleHandlers } from './console-handlers.ts';
import { done, machineFinder, performed, stored, unknownMachine } from './handler-tools.ts';
import { createHostHandlers } from './host-handlers.ts';
import type { Panel } from './panel.ts';
import type { RequestHandlers } from './requests.ts';
import { createControlHandlers } from './control-handlers.ts';
import { createPasswordHandlers } from './password-handlers.ts';
import { createUpdateHandlers } from './update-handlers.ts';
import { createRunHandlers } from './run-handlers.ts';
import { createScriptHandlers } from './scripts/script-handlers.ts';
import { networkTarget, passwordOf } from './session-target.ts';

/** What each request of the contract does. */
export function createHandlers(panel: Panel): RequestHandlers {
  const withMachine = machineFinder((id) => panel.machine(id));
  /** For what is done to the list: a machine that is just being changed is not running, but still in it. */
  const withSettings = async <T>(
    id: MachineId,
    work: (settings: MachineSettings) => Result<T> | Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const settings = panel.settings(id);
    return settings === null ? fail(unknownMachine(id)) : work(settings);
  };

  return {
    ...createRunHandlers(panel),
    ...createAlertHandlers(panel.alerts),
    ...createHostHandlers(panel),
    ...createUpdateHandlers(panel),
    ...createConsoleHandlers(panel),
    ...createConsoleExtraHandlers(panel),
    ...createScriptHandlers(panel),
    ...createControlHandlers(panel),
    ...createPasswordHandlers(panel),
    'panel.view': () => succeed(panel.view()),
    'notices.dismiss': ({ id }) => {
      panel.notices.dismiss(id);
      return done;
    },

    'preferences.change': (change) =>
      stored(() => {
        panel.preferences.change(change);
        return done;
      }),

    'machines.add': ({ draft, password }) =>
      stored(() => {
        const id = panel.newMachineId();
        panel.add({ kind: 'network', id, ...draft }, password);
        return succeed(id);
      }),
    'machines.update': ({ machineId, draft, password }) =>
      withSettings(machineId, ({ kind }) =>
        kind === 'simulated'
          ? fail(practiceIsFixed())
          : stored(async () => {
              await panel.replace(
                { kind: 'network', id: machineId, ...draft },
                'Changed its settings.',
                password,
              );
              return done;
            }),
      ),
    'machines.addSimulated': () => stored(() => succeed(panel.addPractice())),
    'practice.startRun': ({ machineId }) =>
      withMachine(machineId, ({ settings }) => startPracticeRun(panel, settings)),
    'machines.remove': ({ machineId }) =>
      withSettings(machineId, () =>
        stored(async () => {
          await panel.remove(machineId);
          return done;
        }),
      ),
    'machines.test': async ({ draft, password, machineId }) => {
      return succeed(
        await panel.tests.run(async () => targetOf(draft, passwordFor(panel, password, machineId))),
      );
    },

    'connection.connect': ({ machineId }) =>
      withMachine(machineId, (machine) => {
        machine.connect();
        return done;
      }),
    'connection.disconnect': ({ machineId }) =>
      withMachine(machineId, async (machine) => {
        await machine.disconnect();
        return done;
      }),
    'connection.retryNow': ({ machineId }) =>
      withMachine(machineId, (machine) => {
        machine.retryNow();
        return done;
      }),
    'connection.trust': ({ machineId, fingerprint }) =>
      withMachine(machineId, (machine) => trust(panel, machine, fingerprint)),
    'machine.refresh': ({ machineId }) =>
      withMachine(machineId, (machine) => performed(() => machine.refresh())),
    'machine.markRead': ({ machineId }) =>
      withMachine(machineId, (machine) => {
        machine.markRead();
        return done;
      }),

    'run.protocol': ({ machineId }) =>
      withMachine(machineId, (machine) => succeed(machine.protocol)),

    'action.perform': ({ machineId, action, acknowledgement }) =>
      withMachine(machineId, async (machine) =>
        succeed(await machine.perform(action, acknowledgement)),
      ),

    'lease.take': ({ machineId, wish }) =>
      withMachine(machineId, async (machine) =>
        noted(panel, machine, await performed(() => machine.takeLease(wish))),
      ),
    'lease.extend': ({ machineId, seconds }) =>
      withMachine(machineId, async (machine) =>
        noted(panel, machine, await performed(async () => machine.extendLease(seconds))),
      ),
    'lease.release': ({ machineId }) =>
      withMachine(machineId, (machine) => performed(() => machine.releaseLease())),

    'journal.query': (filter) => panel.journal.search(filter),
    'journal.export': ({ selection, format }) =>
      stored(async () => {
        const chunks: string[] = [];
        for (const chunk of panel.journal.export(selection, format)) {
          chunks.push(chunk);
          await breathe();
        }
        return succeed(chunks.join(''));
      }),
  };
}

function targetOf(draft: MachineDraft, password: string | null) {
  return networkTarget(draft.address, draft.tls, password, () => draft.cap);
}

function passwordFor(
  panel: Panel,
  change: PasswordChange,
  machineId: MachineId | null,
): string | null {
  if (change.kind === 'set') return change.password;
  return change.kind === 'keep' && machineId !== null ? passwordOf(panel.secrets, machineId) : null;
}

/** Writes down that a level was not held because the controls are locked. */
function noted(panel: Panel, { settings }: Machine, answer: Result<null>): Result<null> {
  if (!answer.ok && answer.failure.kind === 'controls-locked')
    panel.journal.recordEvent({
      kind: 'lease',
      machineId: settings.id,
      machineName: settings.name,
      text: 'No level was held or extended.',
      failure: answer.failure,
    });
  return answer;
}

async function trust(panel: Panel, machine: Machine, fingerprint: string): Promise<Result<null>> {
  const { settings } = machine;
  const offered = machine.snapshot().offeredCertificate;
  if (settings.kind === 'simulated' || offered?.fingerprint !== fingerprint)
    return fail({
      kind: 'situation-changed',
      message: 'The machine now shows another certificate, so nothing was trusted.',
      remedy: 'Compare the new fingerprint before you trust it.',
      detail: offered?.fingerprint ?? '',
    });
  const trusted: MachineSettings = {
    ...settings,
    tls: { ...settings.tls, pinnedFingerprint: fingerprint },
  };
  return stored(async () => {
    await panel.replace(trusted, `Trusted the certificate ${fingerprint}.`, { kind: 'keep' });
    return done;
  });
}

function startPracticeRun(panel: Panel, settings: MachineSettings): Result<null> {
  if (settings.kind !== 'simulated') return fail(notThePracticeMachine());
  const locked = panel.controls.objection();
  if (locked !== null) return fail(locked);
  try {
    panel.practice.startRun('Practice run');
    return done;
  } catch (error) {
    return fail({
      kind: 'simulator',
      message: 'The practice run could not start.',
      remedy: 'Close the drawer, and end the run that is on, if any.',
      detail: error instanceof Error ? error.message : String(error),
    });
  }
}

function practiceIsFixed(): Failure {
  return {
    kind: 'invalid-input',
    message: 'The practice machine has no settings to change.',
    remedy: 'Remove it if you do not need it.',
    detail: '',
  };
}

function notThePracticeMachine(): Failure {
  return {
    kind: 'invalid-input',
    message: 'Only the practice machine starts practice runs.',
    remedy: 'Choose the practice machine.',
    detail: '',
  };
}
