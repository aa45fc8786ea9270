import * as fc from 'fast-check';
import {
  filterName,
  type FilterSet,
  type Increment,
  type Protocol,
  type ProtocolPart,
  type ProtocolStage,
  type ProtocolStep,
} from '../../../shared/protocol.ts';
import type { Celsius } from '../../../shared/units.ts';

/** A part without its text, which the printer gives it. */
type Bare<P> = P extends ProtocolPart ? Omit<P, 'text'> : never;
export type BarePart = Bare<ProtocolPart>;

const celsius = fc.integer({ min: 40, max: 990 }).map((tenths) => (tenths / 10) as Celsius);
const from = fc.option(fc.integer({ min: 1, max: 6 }), { nil: null });
const increment = (by: fc.Arbitrary<number>): fc.Arbitrary<Increment> =>
  fc.record({ by, fromCycle: from, fromStep: from });
const degrees = increment(fc.constantFrom(0, 0, -0.5, 0.3, 1));
const seconds = increment(fc.constantFrom(0, 0, -1, 5));
const filter: fc.Arbitrary<FilterSet> = fc.record({
  emission: fc.integer({ min: 1, max: 6 }),
  excitation: fc.integer({ min: 1, max: 6 }),
  quant: fc.boolean(),
});
const filters = fc.array(filter, { minLength: 1, maxLength: 6 });
const holdSeconds = fc.integer({ min: 0, max: 600 });

const anyPart = (endless: boolean): fc.Arbitrary<BarePart> =>
  fc.oneof(
    fc.record({
      kind: fc.constant('ramp' as const),
      targets: fc.oneof(
        fc.array(celsius, { minLength: 1, maxLength: 1 }),
        fc.array(celsius, { minLength: 6, maxLength: 6 }),
      ),
      rate: fc.option(
        fc.record({
          unit: fc.constantFrom('percent' as const, 'celsius-per-second' as const),
          value: fc.integer({ min: 1, max: 1000 }).map((tenths) => tenths / 10),
        }),
        { nil: null },
      ),
      cover: fc.option(celsius, { nil: null }),
      increment: degrees,
    }),
    fc.record({
      kind: fc.constant('hold' as const),
      seconds: endless ? fc.option(holdSeconds, { nil: null }) : holdSeconds,
      increment: seconds,
    }),
    fc.record({
      kind: fc.constant('collect' as const),
      seconds: holdSeconds,
      pcr: fc.boolean(),
      quant: fc.boolean(),
      tiff: fc.boolean(),
      increment: seconds,
    }),
    fc.record({ kind: fc.constant('filters' as const), filters }),
    fc.record({
      kind: fc.constant('exposure' as const),
      settings: fc.array(
        fc.record({
          filter,
          exposures: fc.array(fc.integer({ min: 1, max: 9000 }), { maxLength: 3 }),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
  );

const repeat = (most: number): fc.Arbitrary<number> => fc.integer({ min: 1, max: most });

/** Protocols of every shape; `endless` allows holds without an end. Texts are those of `printProtocol`. */
export const anyProtocol = (endless: boolean): fc.Arbitrary<Protocol> =>
  fc
    .record({
      name: fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,12}$/),
      coverTarget: fc.option(celsius, { nil: null }),
      sampleVolume: fc.option(fc.integer({ min: 1, max: 100 }), { nil: null }),
      runMode: fc.constantFrom('standard', 'fast', null),
      stages: fc.array(
        fc.record({
          repeat: repeat(8),
          label: fc.option(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/), { nil: null }),
          steps: fc.array(
            fc.record({ repeat: repeat(2), parts: fc.array(anyPart(endless), { maxLength: 4 }) }),
            { minLength: 1, maxLength: 3 },
          ),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    })
    .map((tree) => {
      const bare = {
        ...tree,
        others: [],
        stages: tree.stages.map((stage, index) => ({
          ...stage,
          number: index + 1,
          others: [],
          steps: stage.steps.map((step, place) => ({
            number: place + 1,
            label: null,
            repeat: step.repeat,
            parts: step.parts.map((one) => ({ ...one, text: printPart(one) })),
          })),
        })),
      };
      return { ...bare, text: printProtocol(bare) };
    });

/** A `PROT` command as a client would write it. */
export function printProtocol(protocol: Omit<Protocol, 'text'>): string {
  const options = [
    option('covertemperature', protocol.coverTarget),
    option('volume', protocol.sampleVolume),
    option('runmode', protocol.runMode),
  ].join('');
  const stages = protocol.stages.map(printStage).join('\n');
  return `PROTocol${options} ${protocol.name} <multiline.protocol>\n${stages}\n</multiline.protocol>`;
}

function printStage(stage: ProtocolStage): string {
  const label = stage.label === null ? '' : ` ${stage.label}`;
  const steps = stage.steps.map(printStep).join('\n');
  const repeats = stage.repeat === 1 ? '' : ` -repeat=${stage.repeat}`;
  return `STAGe${repeats} ${stage.number}${label} <multiline.stage>\n${steps}\n</multiline.stage>`;
}

function printStep(step: ProtocolStep): string {
  const parts = step.parts.map(({ text }) => `\t\t${text}\n`).join('');
  return `\tSTEP -repeat=${step.repeat} ${step.number} <multiline.step>\n${parts}\t</multiline.step>`;
}

export function printPart(part: BarePart): string {
  switch (part.kind) {
    case 'ramp': {
      const unit = part.rate?.unit === 'celsius-per-second' ? 'C/s' : '';
      const rate = part.rate === null ? '' : ` -rate=${part.rate.value}${unit}`;
      const cover = option('cover', part.cover);
      return `RAMP${printIncrement(part.increment)}${rate}${cover} ${part.targets.join(' ')}`;
    }
    case 'hold': {
      const time = part.seconds === null ? '' : ` ${part.seconds}`;
      return `HOLD${printIncrement(part.increment)}${time}`;
    }
    case 'collect': {
      const flags = `-pcr=${part.pcr} -Quant=${part.quant} -Tiff=${part.tiff}`;
      return `HoldAndCollect ${flags} ${part.seconds}${printIncrement(part.increment)}`;
    }
    case 'filters':
      return `HACFILT ${part.filters.map(printFilter).join(' ')}`;
    case 'exposure': {
      const settings = part.settings.map((setting) =>
        [printFilter(setting.filter), ...setting.exposures].join(','),
      );
      return `EXPosure -state=HoldAndCollect ${settings.join(' ')}`;
    }
    case 'unknown':
      return 'SOMEthing -else=1';
    default:
      throw new Error('not a part');
  }
}

function printFilter(set: FilterSet): string {
  const [excitation, emission] = filterName(set).split('-');
  return `${emission},${excitation}${set.quant ? ',quant' : ''}`;
}

function printIncrement({ by, fromCycle, fromStep }: Increment): string {
  const change = by === 0 ? '' : ` -increment=${by}`;
  return `${change}${option('incrementcycle', fromCycle)}${option('incrementstep', fromStep)}`;
}

function option(key: string, value: string | number | null): string {
  return value === null ? '' : ` -${key}=${value}`;
}
