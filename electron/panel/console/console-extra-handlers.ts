import type { BroadcastAnswer } from '../../../shared/console-extras.ts';
import { fail, succeed } from '../../../shared/failure.ts';
import type { MachineId } from '../../../shared/units.ts';
import { beyondQuery } from '../../machine/console/plain-query.ts';
import { done, explained, machineFinder, performed, stored } from '../handler-tools.ts';
import type { Panel } from '../panel.ts';
import type { RequestHandlers } from '../requests.ts';
import type { consoleExtraRequests } from '../../../shared/console-extra-requests.ts';

/** The requests about what stands around the console. */
export function createConsoleExtraHandlers(
  panel: Panel,
): Pick<RequestHandlers, keyof typeof consoleExtraRequests> {
  const withMachine = machineFinder((id) => panel.machine(id));
  const { help, history, bookmarks } = panel.consoleFiles;

  const askOne = async (machineId: MachineId, text: string): Promise<BroadcastAnswer> => {
    const command = { text, level: 'Observer', wait: 'done', acknowledgement: null } as const;
    const result = await withMachine(machineId, (machine) =>
      explained(() => machine.console.send(command)),
    );
    return { machineId, result };
  };

  return {
    'console.help': ({ machineId, command, refresh }) =>
      withMachine(machineId, (machine) => explained(() => help.read(machine, command, refresh))),

    'console.topics': ({ machineId }) =>
      withMachine(machineId, (machine) => succeed(machine.topicFacts())),
    'console.subscribe': ({ machineId, topic }) =>
      withMachine(machineId, (machine) => performed(() => machine.topics.choose(topic))),
    'console.unsubscribe': ({ machineId, topic }) =>
      withMachine(machineId, (machine) => performed(() => machine.topics.drop(topic))),

    'console.history': ({ machineId }) =>
      withMachine(machineId, () => succeed(history.of(machineId))),
    'console.forgetHistory': ({ machineId }) =>
      withMachine(machineId, () =>
        stored(() => {
          history.forget(machineId);
          return done;
        }),
      ),

    'console.broadcast': async ({ machineIds, text }) => {
      const refusal = beyondQuery(text);
      if (refusal !== null) return fail(refusal);
      const asked = [...new Set(machineIds)].map((id) => askOne(id, text));
      return succeed(await Promise.all(asked));
    },

    'bookmarks.list': () => succeed(bookmarks.all),
    'bookmarks.save': ({ id, bookmark }) => stored(() => bookmarks.save(id, bookmark)),
    'bookmarks.remove': ({ id }) =>
      stored(() => {
        bookmarks.remove(id);
        return done;
      }),
    'bookmarks.export': () =>
      succeed({ fileName: 'quantdeck-bookmarks.json', text: bookmarks.export() }),
    'bookmarks.import': ({ text }) => stored(() => bookmarks.import(text)),
  };
}
