import { systemClock } from '../../../electron/base/clock.ts';
import { openRunStore } from '../../../electron/store/runs/open-run-store.ts';
import { type RunEnding, runEndings } from '../../../shared/run.ts';
import type { Celsius, Instant, MachineId } from '../../../shared/units.ts';

/** A run that a workstation recorded some time ago. */
interface SeededRun {
  readonly title: string;
  readonly machine: string;
  readonly at: Instant;
  readonly ending: RunEnding;
}

const hour = 3_600_000;
const machines = ['qpcr1', 'qpcr2', 'Left of the window, the one with the new block'];
const assays = ['Norovirus GI/GII', 'GMO screening', 'Mycoplasma', 'PCR panel A', 'Melt check'];

/** Writes so many runs into a data folder, the last one ended an hour before `now`, six hours between two. */
export function seedHistory(dataDirectory: string, count: number, now: number): void {
  const { runs } = openRunStore({ dataDirectory, clock: systemClock });
  for (let index = 0; index < count; index++) {
    const at = (now - (count - index) * 6 * hour) as Instant;
    const number = String(index + 1).padStart(4, '0');
    const title = `${assays[index % assays.length] ?? ''} ${number}`;
    const machine = machines[index % machines.length] ?? '';
    // Most runs complete.
    const ending =
      index % 7 === 3 ? (runEndings[index % runEndings.length] ?? 'completed') : 'completed';
    addRun(runs, { title, machine, at, ending });
  }
  runs.dispose();
}

function addRun(
  runs: ReturnType<typeof openRunStore>['runs'],
  { title, machine, at, ending }: SeededRun,
): void {
  const id = runs.begin({
    machineId: machine as MachineId,
    machineName: machine,
    title,
    sawStart: true,
    at,
  });
  const seconds = 60;
  for (let second = 0; second < seconds; second++) {
    const value = (60 + 35 * Math.abs(Math.sin(second / 10))) as Celsius;
    const zones = Array.from({ length: 6 }, () => value);
    const temperatures = {
      sample: zones,
      block: zones,
      cover: 105 as Celsius,
      heatsink: 33 as Celsius,
    };
    runs.addSample(id, { at: (at + second * 1000) as Instant, temperatures });
  }
  runs.started(id, at);
  const end = (at + seconds * 1000) as Instant;
  runs.observed(id, end);
  const reason = ending === 'failed' ? 'Heater 2 is broken' : '';
  runs.end(id, { ending, at: end, reason });
}
