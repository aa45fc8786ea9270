import { appendFileSync } from 'node:fs';
import { Emitter } from '../../../../electron/base/emitter.ts';
import type { PanelApi } from '../../../../electron/panel/panel-api.ts';
import type { PanelEvent } from '../../../../shared/contract.ts';

/** A panel with nothing behind it: it answers with what it was asked and remembers what happened, in order. */
export interface RecordingPanel extends PanelApi {
  readonly calls: readonly string[];
  readonly tell: (event: PanelEvent) => void;
}

/** `record` also receives every call, for a panel that runs in a child process. */
export function createRecordingPanel(record: (call: string) => void = () => {}): RecordingPanel {
  const events = new Emitter<PanelEvent>();
  const calls: string[] = [];
  const note = (call: string): void => {
    calls.push(call);
    record(call);
  };
  return {
    calls,
    tell: (event) => events.fire(event),
    onEvent: events.event,
    async handle(name, input) {
      note(`handle ${String(name)}`);
      if (name === 'bug') throw new Error('a bug in the panel');
      return { ok: true, value: { name, input } };
    },
    async suspend() {
      note('suspend');
    },
    resume() {
      note('resume');
    },
    windowOpened() {
      note('window opened');
    },
    windowClosed() {
      note('window closed');
    },
    openScript(fileName) {
      note(`open script ${fileName}`);
    },
    unfinished: () => [],
    async leave(maxSeconds) {
      note(`leave ${maxSeconds}`);
    },
  };
}

/** Records to a file, one call a line. */
export function recordTo(file: string): (call: string) => void {
  return (call) => appendFileSync(file, `${call}\n`);
}
