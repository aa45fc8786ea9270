import { type CollectionPoint, plateColumns } from './filter-data.ts';
import type { FilterSet } from './protocol-text.ts';
import { formatTimestamp } from './values.ts';

export interface QuantConditions {
  readonly run: string;
  readonly at: CollectionPoint;
  readonly filter: FilterSet;
  /** Unix milliseconds. */
  readonly takenAt: number;
  /** µL */
  readonly sampleVolume: number;
  /** °C */
  readonly sampleTemperatures: readonly number[];
  readonly coverTemperature: number;
}

const exposureMilliseconds = 600;
const pixelsInside = 1000;
const pixelsOutside = 240;

/** `S02_C004_T01_P0001_M4_X1_E1.quant`, beside the filter data of the same picture. */
export function quantName(filterDataName: string): string {
  return filterDataName.replace(/_filterdata\.xml$/, '_E1.quant');
}

/** The raw sums of one picture inside and around each well, with the moment it was taken: analysis software looks there for times. */
export function quantText(fluorescence: readonly number[], conditions: QuantConditions): string {
  const { at, filter } = conditions;
  const sample = conditions.sampleTemperatures.map((value) => value.toFixed(4)).join(',');
  const facts: readonly (readonly [string, string | number])[] = [
    ['BlkID', 18],
    ['Run', conditions.run],
    ['ExcitationColor', filter.excitation],
    ['EmissionColor', filter.emission],
    ['CameraBias', '*'],
    ['EmissionIndex', filter.emission.slice(1)],
    ['BlockTemperature', sample],
    ['CameraGain', '*'],
    ['Point', at.point],
    ['SampleVolume', conditions.sampleVolume],
    ['Step', at.step],
    ['ExposureIndex', 1],
    ['CoverID', -1],
    ['Time', formatTimestamp(conditions.takenAt)],
    ['SampleTemperature', sample],
    ['CoverTemperature', conditions.coverTemperature.toFixed(3)],
    ['ExcitationIndex', filter.excitation.slice(1)],
    ['Stage', at.stage],
    ['Exposure', exposureMilliseconds],
    ['Cycle', at.cycle],
  ];
  const wells = fluorescence.flatMap((value, well) => {
    const name = `${String.fromCharCode(65 + Math.floor(well / plateColumns))}${(well % plateColumns) + 1}`;
    return [
      `I${name}\t${Math.round(value)}\t${pixelsInside}\t0`,
      `O${name}\t${Math.round(value / 4)}\t${pixelsOutside}\t0`,
    ];
  });
  return [
    '[instrument]',
    'blockid\tnumofrow\tnumofcol\tversion\ttype',
    '18\t8\t12\t1.3.0\truo',
    '',
    '[head]',
    'version\tname',
    '1.0.5\tQuantitation',
    '',
    '[conditions]',
    facts.map(([name]) => name).join('\t'),
    facts.map(([, value]) => value).join('\t'),
    '',
    '[quant]',
    'region\tquant\tcount\tsaturation',
    ...wells,
    '',
  ].join('\n');
}
