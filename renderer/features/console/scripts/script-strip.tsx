import { useStore } from 'zustand';
import { isScriptOver } from '../../../../shared/scripts.ts';
import type { MachineId } from '../../../../shared/units.ts';
import { useServices } from '../../../stores/use-services.ts';
import { Button } from '../../../ui/button.tsx';
import { ScriptProgress } from './script-progress.tsx';
import classes from './scripts.module.css';

interface ScriptStripProps {
  readonly machineId: MachineId;
  readonly onOpen: () => void;
}

/** The script that is running, between the transcript and the command line, while its panel is closed. */
export function ScriptStrip({ machineId, onOpen }: ScriptStripProps) {
  const { console } = useServices();
  const run = useStore(console.scripts, (state) => state[machineId] ?? null);
  if (run === null || isScriptOver(run.progress)) return null;
  return (
    <div className={classes['strip']}>
      <ScriptProgress run={run} />
      <Button small onPress={onOpen}>
        Open scripts
      </Button>
    </div>
  );
}
