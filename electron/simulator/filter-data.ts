import type { FilterSet } from './protocol-text.ts';
import { jitter, type Random, seededRandom } from './random.ts';

export const plateRows = 8;
export const plateColumns = 12;
const wellCount = plateRows * plateColumns;

/** Where in the run a picture was taken; all count from 1. */
export interface CollectionPoint {
  readonly stage: number;
  readonly cycle: number;
  readonly step: number;
  readonly point: number;
}

/** Curves are drawn for this many cycles and squeezed into shorter protocols, so that these show them too. */
const usualCycles = 40;

interface Well {
  /** The cycle of 40 at half height; Infinity for a well without template. */
  readonly thresholdCycle: number;
  readonly baseline: number;
  readonly plateau: number;
  /** °C at which half of the product melts. */
  readonly meltCelsius: number;
}

/** A plate whose wells amplify: ten dilutions left to right, then a column without template and one of positives. */
export class SimulatedPlate {
  readonly #wells: readonly Well[];
  readonly #random: Random;

  readonly #cycles: number;

  /** `cycles` is how many the protocol has; 0 for one that only melts what is there already. */
  constructor(seed: number, cycles: number) {
    this.#cycles = cycles;
    this.#random = seededRandom(seed ^ 0x51ed270b);
    this.#wells = Array.from({ length: wellCount }, (_, well) => makeWell(well, this.#random));
  }

  /** Fluorescence of the 96 wells in row order, in the camera's arbitrary units, after so many `done` cycles. */
  fluorescence(done: number, sampleCelsius: number, filter: FilterSet): readonly number[] {
    const channel = 1 - 0.12 * (Number(filter.emission.slice(1)) - 1);
    const crosstalk = filter.emission.slice(1) === filter.excitation.slice(1) ? 1 : 0.08;
    const cycle = this.#cycles > 0 ? (done * usualCycles) / this.#cycles : 2 * usualCycles;
    return this.#wells.map((well) => {
      const grown = 1 / (1 + Math.exp((well.thresholdCycle - cycle) / 1.5));
      const bound = 1 / (1 + Math.exp((sampleCelsius - well.meltCelsius) / 1.1));
      const signal = (well.baseline + well.plateau * grown * bound) * channel * crosstalk;
      return signal * (1 + jitter(this.#random, 0.004));
    });
  }
}

function makeWell(well: number, random: Random): Well {
  const column = well % plateColumns;
  const noTemplate = column === plateColumns - 2;
  const dilution = column === plateColumns - 1 ? 0 : column;
  return {
    thresholdCycle: noTemplate ? Infinity : 17 + 1.9 * dilution + jitter(random, 0.3),
    baseline: 180_000 + jitter(random, 20_000),
    plateau: 2_600_000 + jitter(random, 300_000),
    meltCelsius: 83 + jitter(random, 0.4),
  };
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `S02_C004_T01_P0001_M4_X1_filterdata.xml` (instrument protocol, section 9). */
export function filterDataName(at: CollectionPoint, filter: FilterSet): string {
  const cycle = String(at.cycle).padStart(3, '0');
  const point = String(at.point).padStart(4, '0');
  const set = `${filter.emission}_${filter.excitation}`.toUpperCase();
  return `S${two(at.stage)}_C${cycle}_T${two(at.step)}_P${point}_${set}_filterdata.xml`;
}

/** The file's text: rows × columns numbers in row order, and what they were taken with (section 9). */
export function filterDataXml(
  at: CollectionPoint,
  filter: FilterSet,
  fluorescence: readonly number[],
  sampleTemperatures: readonly number[],
): string {
  const attributes: readonly (readonly [string, string | number])[] = [
    ['FILTER_SET', `${filter.excitation}-${filter.emission}`],
    ['STAGE', at.stage],
    ['CYCLE', at.cycle],
    ['STEP', at.step],
    ['POINT', at.point],
    ['EXPOSURE', 600],
    ['TYPE', 'QUANT'],
    ['TEMPERATURE', sampleTemperatures.map((value) => value.toFixed(4)).join(',')],
  ];
  return [
    '<?xml version="1.0" encoding="utf-8"?>\n',
    '<PlatePointDataCollection><Name>FilterData</Name><PlatePointData>',
    `<Stage>${at.stage}</Stage><Cycle>${at.cycle}</Cycle><Step>${at.step}</Step><Point>${at.point}</Point>`,
    `<PlateData><Rows>${plateRows}</Rows><Cols>${plateColumns}</Cols>`,
    `<WellData>${fluorescence.map((value) => value.toFixed(3)).join(' ')}</WellData>`,
    ...attributes.map(
      ([key, value]) => `<Attribute><key>${key}</key><value>${value}</value></Attribute>`,
    ),
    '</PlateData></PlatePointData></PlatePointDataCollection>\n',
  ].join('');
}
