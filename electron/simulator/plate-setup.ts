import { plateColumns, plateRows } from './filter-data.ts';

interface Sample {
  readonly name: string;
  /** Signed 32-bit ARGB, as the instrument's files have it. */
  readonly color: number;
  readonly columns: readonly number[];
}

const argb = (rgb: number): number => (rgb | 0xff000000) >> 0;

const samples: readonly Sample[] = [
  ...Array.from({ length: plateColumns - 2 }, (_, column) => ({
    name: `Dilution ${column + 1}`,
    color: argb(0x2060a0 + 0x0c0800 * column),
    columns: [column],
  })),
  { name: 'No template', color: argb(0x808080), columns: [plateColumns - 2] },
  { name: 'Positive', color: argb(0xc03030), columns: [plateColumns - 1] },
];

/** `plate_setup.xml` of the simulated plate: which sample is in which well (instrument protocol, section 9). */
export function plateSetupXml(title: string): string {
  const values = samples.flatMap((sample) =>
    sample.columns.flatMap((column) =>
      Array.from({ length: plateRows }, (_, row) => wellXml(row * plateColumns + column, sample)),
    ),
  );
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<Plate>',
    `  <Name>${escapeXml(title)}</Name>`,
    '  <BarCode />',
    '  <Description />',
    `  <Rows>${plateRows}</Rows>`,
    `  <Columns>${plateColumns}</Columns>`,
    '  <PlateKind>',
    '    <Name>96-Well Plate (8x12)</Name>',
    '    <Type>TYPE_8X12</Type>',
    `    <RowCount>${plateRows}</RowCount>`,
    `    <ColumnCount>${plateColumns}</ColumnCount>`,
    '  </PlateKind>',
    '  <FeatureMap>',
    '    <Feature>',
    '      <Id>sample</Id>',
    '      <Name>sample</Name>',
    '    </Feature>',
    ...values,
    '  </FeatureMap>',
    '</Plate>',
    '',
  ].join('\n');
}

function wellXml(index: number, sample: Sample): string {
  return [
    '    <FeatureValue>',
    `      <Index>${index}</Index>`,
    '      <FeatureItem>',
    '        <Sample>',
    `          <Name>${escapeXml(sample.name)}</Name>`,
    `          <Color>${sample.color}</Color>`,
    '        </Sample>',
    '      </FeatureItem>',
    '    </FeatureValue>',
  ].join('\n');
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
