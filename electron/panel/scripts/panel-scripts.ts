import type { MachineId } from '../../../shared/units.ts';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Journal } from '../../store/journal.ts';
import type { Notices } from '../notices.ts';
import { ScriptDesk } from './script-desk.ts';
import { ScriptLibrary } from './script-library.ts';
import { ScriptLogFiles } from './script-log-files.ts';

export interface PanelScriptsOptions {
  readonly dataDirectory: string;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly notices: Notices;
  readonly onChange: (id: MachineId) => void;
}

/** Running scripts, their logs, and the library. */
export class PanelScripts implements Disposable {
  readonly desk: ScriptDesk;
  readonly logs: ScriptLogFiles;
  readonly library: ScriptLibrary;

  constructor({ dataDirectory, clock, journal, notices, onChange }: PanelScriptsOptions) {
    this.logs = new ScriptLogFiles(dataDirectory, (text) => notices.add('warning', text));
    this.library = new ScriptLibrary(dataDirectory, clock);
    for (const text of this.library.problems) notices.add('warning', text);
    this.desk = new ScriptDesk({ clock, logs: this.logs, journal, onChange });
  }

  dispose(): void {
    this.desk.dispose();
  }
}
