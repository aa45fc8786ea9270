import { succeed } from '../../../shared/failure.ts';
import type { scriptRequests } from '../../../shared/script-requests.ts';
import { done, machineFinder, stored } from '../handler-tools.ts';
import type { Panel } from '../panel.ts';
import type { RequestHandlers } from '../requests.ts';

/** The requests about scripts. */
export function createScriptHandlers(
  panel: Panel,
): Pick<RequestHandlers, keyof typeof scriptRequests> {
  const withMachine = machineFinder((id) => panel.machine(id));
  const { desk, library, logs } = panel.scripts;
  return {
    'scripts.check': ({ machineId, text }) =>
      withMachine(machineId, (machine) => succeed(desk.check(machine, text))),
    'scripts.run': ({ machineId, ...wish }) =>
      withMachine(machineId, (machine) => desk.run(machine, wish)),
    'scripts.pause': ({ machineId }) => desk.pause(machineId),
    'scripts.resume': ({ machineId }) => desk.resume(machineId),
    'scripts.stop': ({ machineId }) => desk.stop(machineId),
    'scripts.state': ({ machineId }) => succeed(desk.state(machineId)),

    'scripts.logs': ({ machineId }) =>
      stored(() =>
        succeed(logs.list().filter((log) => machineId === null || log.machineId === machineId)),
      ),
    'scripts.log': ({ id }) => stored(() => logs.read(id)),

    'scripts.list': () => succeed(library.all),
    'scripts.save': ({ id, name, text }) => stored(() => library.save(id, name, text)),
    'scripts.remove': ({ id }) =>
      stored(() => {
        library.remove(id);
        return done;
      }),
  };
}
