import { type Failure, fail, type Result, succeed } from '../../shared/failure.ts';
import type { MachineId } from '../../shared/units.ts';
import { FailureError } from '../machine/failure-error.ts';
import { explain } from '../machine/failure-words.ts';
import type { Machine } from '../machine/machine.ts';

export const done: Result<null> = succeed(null);

/** Work on a machine that is in the list and running. */
export type WithMachine = <T>(
  id: MachineId,
  work: (machine: Machine) => Result<T> | Promise<Result<T>>,
) => Promise<Result<T>>;

export function machineFinder(find: (id: MachineId) => Machine | null): WithMachine {
  return async (id, work) => {
    const machine = find(id);
    return machine === null ? fail(unknownMachine(id)) : work(machine);
  };
}

/** The value, or why there is none in plain words. */
export async function explained<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return succeed(await work());
  } catch (error) {
    return fail(explain(error));
  }
}

/** Work that answers nothing more than that it was done. */
export async function performed(work: () => Promise<void>): Promise<Result<null>> {
  const result = await explained(work);
  return result.ok ? done : result;
}

/** Writing settings or a password can fail: a full disk, a locked keychain. Nothing is half done then. */
export async function stored<T>(work: () => Result<T> | Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FailureError) return fail(error.failure);
    return fail({
      kind: 'storage',
      message: 'This could not be saved on this computer.',
      remedy: 'Check that the disk is not full and that QuantDeck’s data folder can be written.',
      detail: error instanceof Error ? error.message : String(error),
    });
  }
}

export function unknownMachine(id: MachineId): Failure {
  return {
    kind: 'unknown-machine',
    message: 'This machine is no longer in the list.',
    remedy: 'Go back to the machines and choose another.',
    detail: id,
  };
}
