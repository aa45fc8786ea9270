import type { FileSystem } from './filesystem.ts';
import { filterDataName, filterDataXml, SimulatedPlate } from './filter-data.ts';
import { escapeXml, plateSetupXml } from './plate-setup.ts';
import type { ThermalState } from './physics.ts';
import type { FilterSet } from './protocol-text.ts';
import { quantName, quantText } from './quant-data.ts';
import { amplificationCycles, type PlannedStep } from './run-plan.ts';
import { formatTimestamp } from './values.ts';
import type { RunEnding, RunRequest } from './run-engine.ts';

export interface ExperimentFacts {
  readonly state:
    | 'Created'
    | 'Running'
    | 'Completed'
    | 'Stopped'
    | 'Aborted'
    | 'Error'
    | 'Terminated';
  /** Set by the client once it has fetched the results. */
  readonly collected: boolean;
}

const endedStates = {
  completed: 'Completed',
  stopped: 'Stopped',
  aborted: 'Aborted',
  failed: 'Error',
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
  /** Lines of the running experiment's messages.log: two megabytes for a run of an hour and a half. */
  #log: string[] = [];

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

  /** An experiment that a client will fill with files of its own. */
  create(title: string): void {
    this.#facts.set(title, { state: 'Created', collected: false });
    this.#write(title, 'plate_setup.xml', plateSetupXml(title));
  }

  /** Answers false for an experiment that does not exist. */
  remove(title: string): boolean {
    this.#files.removeFolder({ context: 'experiments', path: title });
    return this.#facts.delete(title);
  }

  /** Makes the folder, unless a client just has; that of an older run of the same title is replaced. */
  begin(request: RunRequest): void {
    const { title } = request;
    if (this.#facts.get(title)?.state !== 'Created') {
      this.remove(title);
      this.create(title);
      this.#write(title, 'experiment.xml', experimentXml(request));
    }
    this.#write(title, 'protocol.scpi', `${request.protocol.text}\n`);
    this.#facts.set(title, { state: 'Running', collected: false });
    this.#plate = new SimulatedPlate(this.#seed++, amplificationCycles(request.protocol));
    this.#cyclesBefore = 0;
    this.#lastStage = 0;
    this.#lastCycle = 0;
    this.#log = [];
  }

  /** Adds a message to the log that the instrument keeps of every run. */
  record(topic: string, at: number, body: string): void {
    this.#log.push(`${topic} ${formatTimestamp(at)} ${body}\n`);
  }

  /** Stores the pictures of one collection: fluorescence of each well, and the sums it came from. */
  collect(
    { title, sampleVolume }: RunRequest,
    at: PlannedStep,
    filters: readonly FilterSet[],
    { sample, cover }: ThermalState,
  ): void {
    if (at.stage !== this.#lastStage) {
      this.#cyclesBefore += this.#lastCycle;
      this.#lastCycle = 0;
    }
    this.#lastStage = at.stage;
    if (!at.sweeping) this.#lastCycle = at.cycle;
    const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
    for (const filter of filters) {
      const wells = this.#plate.fluorescence(this.#cyclesBefore + this.#lastCycle, mean, filter);
      const name = filterDataName(at, filter);
      this.#write(title, `filter/${name}`, filterDataXml(at, filter, wells, sample));
      const quant = quantText(wells, {
        run: title,
        at,
        filter,
        takenAt: this.#now(),
        sampleVolume,
        sampleTemperatures: sample,
        coverTemperature: cover,
      });
      this.#write(title, `quant/${quantName(name)}`, quant);
    }
  }

  end(title: string, how: RunEnding): void {
    this.#facts.set(title, { state: endedStates[how], collected: false });
    this.#write(title, 'messages.log', this.#log.join(''));
    this.#log = [];
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
