import { type Protocol, parseProtocol } from './protocol-text.ts';

interface Canned {
  readonly name: string;
  readonly coverCelsius: number;
  readonly text: string;
}

/** The protocols a fresh simulator knows, to be started with `RP name "title"`. */
const canned: readonly Canned[] = [
  {
    name: 'Standard-PCR',
    coverCelsius: 105,
    text: `
STAGe 1 Hold_Stage <multiline.stage>
	STEP 1 <multiline.step>
		RAMP 50 50 50 50 50 50
		HOLD 120
	</multiline.step>
	STEP 2 <multiline.step>
		RAMP 95 95 95 95 95 95
		HOLD 120
	</multiline.step>
</multiline.stage>
STAGe -repeat=40 2 PCR_Stage <multiline.stage>
	STEP 1 <multiline.step>
		RAMP 95 95 95 95 95 95
		HOLD 15
	</multiline.step>
	STEP 2 <multiline.step>
		RAMP 60 60 60 60 60 60
		HACFILT m1,x1,quant m4,x4,quant
		HoldAndCollect -pcr=true -Quant=True -Tiff=False 60
	</multiline.step>
</multiline.stage>`,
  },
  {
    // A cover that is nearly warm already, and short steps: a whole run in under three minutes.
    name: 'Demo',
    coverCelsius: 40,
    text: `
STAGe 1 Hold_Stage <multiline.stage>
	STEP 1 <multiline.step>
		RAMP 40 40 40 40 40 40
		HOLD 5
	</multiline.step>
</multiline.stage>
STAGe -repeat=5 2 PCR_Stage <multiline.stage>
	STEP 1 <multiline.step>
		RAMP 44 44 44 44 44 44
		HOLD 3
	</multiline.step>
	STEP 2 <multiline.step>
		RAMP 40 40 40 40 40 40
		HACFILT m1,x1,quant
		HoldAndCollect -pcr=true -Quant=True -Tiff=False 10
	</multiline.step>
</multiline.stage>`,
  },
  {
    name: 'Melt-Curve',
    coverCelsius: 105,
    text: `
STAGe 1 Melt_Prepare <multiline.stage>
	STEP 1 <multiline.step>
		RAMP 95 95 95 95 95 95
		HOLD 15
	</multiline.step>
	STEP 2 <multiline.step>
		RAMP 60 60 60 60 60 60
		HOLD 60
	</multiline.step>
</multiline.stage>
STAGe -repeat=36 2 Melt_Stage <multiline.stage>
	STEP 1 <multiline.step>
		RAMP -increment=1.0 -incrementCycle=2 -rate=20 60 60 60 60 60 60
		HACFILT m1,x1,quant
		HoldAndCollect -pcr=false -Quant=True -Tiff=False 10
	</multiline.step>
</multiline.stage>`,
  },
];

export function cannedProtocols(): readonly Protocol[] {
  return canned.map(({ name, text, coverCelsius }) => parseProtocol(name, text, coverCelsius));
}
