import { createStore, type StoreApi } from 'zustand/vanilla';
import { consolePageLimit } from '../../shared/console.ts';
import type { Ask, PanelEvent } from '../../shared/contract.ts';
import { type Result, succeed } from '../../shared/failure.ts';
import type { MachineId } from '../../shared/units.ts';
import {
  appendLines,
  applyRunning,
  forgetTranscript,
  loadPage,
  type RunningCommands,
  type ScriptRuns,
  type Transcripts,
} from './console-state.ts';

/** What the consoles of a window stand on. */
export interface ConsoleStores {
  readonly transcripts: StoreApi<Transcripts>;
  readonly running: StoreApi<RunningCommands>;
  /** The script run that is on, or was last, of each machine. */
  readonly scripts: StoreApi<ScriptRuns>;
  /** Fetches a machine's latest lines and unfinished commands and follows both from then on. */
  readonly open: (machineId: MachineId) => Promise<Result<null>>;
  /** Fetches the lines before the oldest held. Answers whether there may be more. */
  readonly loadOlder: (machineId: MachineId) => Promise<Result<boolean>>;
  /** Takes an event of the console; answers whether it was one. */
  readonly onEvent: (event: PanelEvent) => boolean;
  /** Fetches what crossed the wire while the link to main was down. */
  readonly catchUp: () => void;
}

/** Lines fetched when a console is opened, and of older ones at a time: more would hold up a key. */
const pageLines = 2_000;

export function createConsoleStores(ask: Ask): ConsoleStores {
  const transcripts = createStore<Transcripts>()(() => ({}));
  const running = createStore<RunningCommands>()(() => ({}));
  const scripts = createStore<ScriptRuns>()(() => ({}));

  const loadRunning = async (machineId: MachineId): Promise<void> => {
    const answer = await ask('console.running', { machineId });
    if (answer.ok)
      running.setState((state) => applyRunning(state, [{ machineId, commands: answer.value }]));
  };

  const loadScript = async (machineId: MachineId): Promise<void> => {
    const answer = await ask('scripts.state', { machineId });
    if (answer.ok && answer.value !== null) scripts.setState({ [machineId]: answer.value });
  };

  /** Asks for pages until the transcript has no gap towards main's newest line. */
  const fetchNewer = async (machineId: MachineId): Promise<Result<null>> => {
    for (;;) {
      const held = transcripts.getState()[machineId];
      const after = held === undefined || held.log.last < held.log.first ? null : held.log.last;
      const limit = after === null ? pageLines : consolePageLimit;
      const answer = await ask('console.lines', { machineId, after, limit });
      if (!answer.ok) return answer;
      const page = answer.value;
      // Main was started anew and counts from one again: what is held belongs to a life that ended.
      if (after !== null && page.last < after)
        transcripts.setState((state) => forgetTranscript(state, machineId), true);
      else {
        transcripts.setState((state) => loadPage(state, machineId, page), true);
        if (page.lines.length < limit || after === null) return succeed(null);
      }
    }
  };

  const loadNewer = onceAtATime(fetchNewer);

  const open = (machineId: MachineId): Promise<Result<null>> => {
    void loadRunning(machineId);
    void loadScript(machineId);
    return loadNewer(machineId);
  };

  const fetchOlder = async (machineId: MachineId): Promise<Result<boolean>> => {
    const held = transcripts.getState()[machineId];
    if (held === undefined || held.oldest === null || held.log.first <= held.oldest)
      return succeed(false);
    const answer = await ask('console.lines', {
      machineId,
      before: held.log.first,
      limit: pageLines,
    });
    if (!answer.ok) return answer;
    const before = held.log.first;
    transcripts.setState((state) => loadPage(state, machineId, answer.value), true);
    return succeed(held.log.first < before);
  };

  return {
    transcripts,
    running,
    scripts,
    open,
    loadOlder: onceAtATime(fetchOlder),
    onEvent: (event) => {
      if (event.event === 'console') {
        const appended = appendLines(transcripts.getState(), event.payload);
        transcripts.setState(appended.transcripts, true);
        for (const machineId of appended.behind) void loadNewer(machineId);
      } else if (event.event === 'running')
        running.setState((state) => applyRunning(state, event.payload), true);
      else if (event.event === 'scripts')
        scripts.setState(Object.fromEntries(event.payload.map((run) => [run.machineId, run])));
      else return false;
      return true;
    },
    catchUp: () => {
      for (const machineId of Object.keys(transcripts.getState()))
        void open(machineId as MachineId);
    },
  };
}

/** Whoever asks for the same machine while work is under way gets the answer of that work. */
function onceAtATime<T>(
  work: (machineId: MachineId) => Promise<T>,
): (machineId: MachineId) => Promise<T> {
  const underWay = new Map<MachineId, Promise<T>>();
  return (machineId) => {
    const known = underWay.get(machineId);
    if (known !== undefined) return known;
    const started = work(machineId).finally(() => underWay.delete(machineId));
    underWay.set(machineId, started);
    return started;
  };
}
