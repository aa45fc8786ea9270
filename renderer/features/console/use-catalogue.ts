import { useCallback, useEffect, useMemo, useState } from 'react';
import { catalogue } from '../../../shared/catalogue/catalogue.ts';
import type { CatalogueCommand } from '../../../shared/catalogue/command-entry.ts';
import { type MachineHelp, mergeTaught } from '../../../shared/catalogue/taught.ts';
import type { Failure, Result } from '../../../shared/failure.ts';
import type { MachineId } from '../../../shared/units.ts';
import { useAsk } from '../../stores/use-services.ts';

/** The commands a machine has, as far as they are known, and what it says of them itself. */
export interface MachineCatalogue {
  readonly commands: readonly CatalogueCommand[];
  readonly help: MachineHelp | null;
  /** Why the machine's own help could not be had; null if it could or was not asked for yet. */
  readonly failure: Failure | null;
  /** Reads the machine's page on a command, or its list for null; anew with `refresh`. */
  readonly read: (command: string | null, refresh: boolean) => Promise<void>;
}

/** The bundled commands, and what the machine itself lists once it was connected. */
export function useCatalogue(machineId: MachineId, ready: boolean): MachineCatalogue {
  const ask = useAsk();
  const [answer, setAnswer] = useState<Result<MachineHelp> | null>(null);
  const read = useCallback(
    async (command: string | null, refresh: boolean): Promise<void> => {
      setAnswer(await ask('console.help', { machineId, command, refresh }));
    },
    [ask, machineId],
  );
  useEffect(() => {
    if (!ready) return undefined;
    let gone = false;
    const readList = async (): Promise<void> => {
      const list = await ask('console.help', { machineId, command: null });
      if (!gone) setAnswer(list);
    };
    void readList();
    return () => {
      gone = true;
    };
  }, [ask, machineId, ready]);
  const help = answer?.ok === true ? answer.value : null;
  const commands = useMemo(() => mergeTaught(catalogue, help), [help]);
  return { commands, help, failure: answer?.ok === false ? answer.failure : null, read };
}
