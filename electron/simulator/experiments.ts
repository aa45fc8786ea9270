import type { FileSystem } from './filesystem.ts';
import { filterDataName, filterDataXml, SimulatedPlate } from './filter-data.ts';
import { escapeXml, plateSetupXml } from './plate-setup.ts';
import type { FilterSet } from './protocol-text.ts';
import { amplificationCycles, type PlannedStep } from './run-plan.ts';
import type { RunEnding, RunRequest } from './run-engine.ts';

export interface ExperimentFacts {
  readonly state: 'Running' | 'Completed' | 'Stopped' | 'Aborted' | 'Terminated';
  /** Set by the client once it has fetched the results. */
  readonly collected: boolean;
}

const endedStates = {
  completed: 'Completed',
  stopped: 'Stopped',
  aborted: 'Aborted',
  lost: 'Terminated',
} as const satisfies Readonly<Record<RunEnding, ExperimentFacts['state']>>;

/** What the instrument keeps of its runs: a folder each, and an archive when it is over (sections 6 and 9). */
export class Experiments {
  readonly #files: FileSystem;
  readonly #now: () => number;
  readonly #facts = new Map<string, ExperimentFacts>();
  #plate: SimulatedPlate;
  #seed: number;
  /** Cycles photographed in earlier stages: amplification does not start again with a new stage. */
  #cyclesBefore = 0;
  #lastStage = 0;
  #lastCycle = 0;

  constructor(files: FileSystem, now: () => number, seed: number) {
    this.#files = files;
    this.#now = now;
    this.#seed = seed;
    this.#plate = new SimulatedPlate(seed, 0);
  }

  facts(title: string): ExperimentFacts | undefined {
    return this.#facts.get(title);
  }

  /** `EXP:ATTR= title collected True`. Answers false for an experiment that does not exist. */
  setCollected(title: string, collected: boolean): boolean {
    const facts = this.#facts.get(title);
    if (!facts) return false;
    this.#facts.set(title, { ...facts, collected });
    return true;
  }

  /** Makes the folder; one of the same title is replaced. */
  begin(request: RunRequest): void {
    const { title } = request;
    this.#files.removeFolder({ context: 'experiments', path: title });
    this.#facts.set(title, { state: 'Running', collected: false });
    this.#plate = new SimulatedPlate(this.#seed++, amplificationCycles(request.protocol));
    this.#cyclesBefore = 0;
    this.#lastStage = 0;
    this.#lastCycle = 0;
    this.#write(title, 'plate_setup.xml', plateSetupXml(title));
    this.#write(title, 'experiment.xml', experimentXml(request));
    this.#write(title, 'protocol.scpi', `${request.protocol.text}\n`);
  }

  collect(
    title: string,
    at: PlannedStep,
    filters: readonly FilterSet[],
    sampleTemperatures: readonly number[],
  ): void {
    if (at.stage !== this.#lastStage) {
      this.#cyclesBefore += this.#lastCycle;
      this.#lastCycle = 0;
    }
    this.#lastStage = at.stage;
    if (!at.sweeping) this.#lastCycle = at.cycle;
    const mean =
      sampleTemperatures.reduce((sum, value) => sum + value, 0) / sampleTemperatures.length;
    for (const filter of filters) {
      const wells = this.#plate.fluorescence(this.#cyclesBefore + this.#lastCycle, mean, filter);
      const text = filterDataXml(at, filter, wells, sampleTemperatures);
      this.#write(title, `filter/${filterDataName(at, filter)}`, text);
    }
  }

  end(title: string, how: RunEnding): void {
    this.#facts.set(title, { state: endedStates[how], collected: false });
    if (how === 'lost') return;
    this.archive(title, { context: 'public_run_complete', path: `${title}.eds` });
  }

  /** Zips a run's folder into a file. */
  archive(title: string, target: { readonly context: string; readonly path: string }): void {
    const bytes = this.#files.zip({ context: 'experiments', path: title });
    this.#files.write(target, bytes, this.#now());
  }

  #write(title: string, name: string, text: string): void {
    const path = `${title}/apldbio/sds/${name}`;
    this.#files.write({ context: 'experiments', path }, Buffer.from(text, 'utf8'), this.#now());
  }
}

function experimentXml({ title, protocol, mode, sampleVolume, startedAt }: RunRequest): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<Experiment>',
    `  <Name>${escapeXml(title)}</Name>`,
    `  <Protocol>${escapeXml(protocol.name)}</Protocol>`,
    `  <RunMode>${mode}</RunMode>`,
    `  <SampleVolume>${sampleVolume.toFixed(1)}</SampleVolume>`,
    `  <CreatedTime>${Math.floor(startedAt)}</CreatedTime>`,
    '</Experiment>',
    '',
  ].join('\n');
}
