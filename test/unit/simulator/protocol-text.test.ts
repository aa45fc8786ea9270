import { describe, expect, it } from 'vitest';
import { parseProtocol } from '../../../electron/simulator/protocol-text.ts';
import { planRun, stepSeconds } from '../../../electron/simulator/run-plan.ts';

const stage = (lines: string, options = ''): string =>
  `STAGe ${options} 1 _PCR_1 <multiline.stage>\n\tSTEP 1 <multiline.step>\n${lines}\n\t</multiline.step>\n</multiline.stage>`;

const plan = (text: string, mode: 'standard' | 'fast' = 'standard') => [
  ...planRun(parseProtocol('p', text), mode),
];

const halfRate = (mode: 'standard' | 'fast'): number | null => {
  const action = plan(stage('RAMP -rate=50 60\nHOLD 1'), mode)[0]?.actions[0];
  return action?.kind === 'ramp' ? action.rate : null;
};

describe('Protocol text', () => {
  it('is read whatever the case of its names', () => {
    const text = stage('RAMP 60\nHACFILT m1,x1,quant\nHoldAndCollect 30', '-repeat=4');
    const lower = stage('ramp 60\nhacfilt M1,X1,quant\nHOLDANDCOLLECT 30', '-REPEAT=4').replace(
      'STAGe',
      'stage',
    );
    expect(parseProtocol('p', lower).stages).toEqual(parseProtocol('p', text).stages);
    expect(parseProtocol('p', text).stages[0]).toMatchObject({ name: '_PCR_1', repeat: 4 });
  });

  it('increments temperatures and holds from the cycle named', () => {
    const text = stage(
      'RAMP -increment=-1.0 -incrementCycle=3 -rate=58.477 60.0 60.0 60.0 60.0 60.0 60.0\nHOLD 10 -increment=5',
      '-repeat=4',
    );
    const passes = plan(text).map(({ actions: [ramp, hold] }) => [
      ramp?.kind === 'ramp' ? ramp.targets[5] : null,
      hold?.kind === 'hold' ? hold.seconds : null,
    ]);
    expect(passes).toEqual([
      [60, 10],
      [60, 15],
      [59, 20],
      [58, 25],
    ]);
  });

  it('increments from repeat to repeat of a step', () => {
    const text = stage('RAMP -increment=2 -incrementCycle=99 50\nHOLD 1').replace(
      'STEP 1',
      'STEP -repeat=3 1',
    );
    const passes = plan(text);
    expect(passes.map(({ point }) => point)).toEqual([1, 2, 3]);
    expect(
      passes.map(({ actions: [ramp] }) => (ramp?.kind === 'ramp' ? ramp.targets[0] : null)),
    ).toEqual([50, 52, 54]);
  });

  it('takes rates as percent of what the run mode can do', () => {
    expect(halfRate('standard')).toBeCloseTo(0.8);
    expect(halfRate('fast')).toBeCloseTo(1.5);
  });

  it('makes a hold as long as its pictures need', () => {
    const [short] = plan(stage('HACFILT m1,x1 m2,x2 m3,x3 m4,x4\nHoldAndCollect 5'));
    const [long] = plan(stage('HACFILT m1,x1\nHoldAndCollect 60'));
    expect(short?.actions[0]).toMatchObject({ kind: 'hold', collectSeconds: 12.2, seconds: 12.2 });
    expect(long?.actions[0]).toMatchObject({ kind: 'hold', collectSeconds: 55.5, seconds: 60 });
  });

  it('tells how long a step takes', () => {
    const [step] = plan(stage('RAMP 57\nHOLD 10'));
    expect(step && stepSeconds(step, [25, 25, 25, 25, 25, 41])).toBeCloseTo(30);
  });

  it('keeps its text for PROT?', () => {
    const text = `\n${stage('RAMP 60\n# as it was\nHOLD 1')}\n\n`;
    expect(parseProtocol('p', text).text).toBe(text.trim());
  });

  it.each([
    ['', 'No stages'],
    ['STEP 1 <multiline.step>\n</multiline.step>', "'STEP' is not a STAGe"],
    ['STAGe 1 a', 'A STAGe needs <multiline.stage>'],
    ['STAGe 1 a <multiline.stage>\n</multiline.stage>', 'A STAGe needs at least one STEP'],
    [stage('RAMP 60 60'), 'RAMP needs 1 or 6 temperatures, not 2'],
    [stage('RAMP hot'), "temperature must be a number, not 'hot'"],
    [stage('RAMP 200'), 'temperature must be from 4 to 100, not 200'],
    [stage('RAMP -rate=-5 60'), '-rate must be from 0.1 to 1000, not -5'],
    [stage('HOLD'), 'HOLD needs one number of seconds'],
    [stage('HACFILT blue'), "'blue' is not a filter such as m1,x1,quant"],
    [stage('SING 3'), "Unknown command 'SING'"],
    [stage('HOLD 1', '-repeat=0'), '-repeat must be from 1 to 10000, not 0'],
  ])('refuses %j: %s', (text, message) => {
    expect(() => parseProtocol('p', text)).toThrow(message);
  });

  it('names the line that is wrong', () => {
    const text = stage('\t\tRAMP 60\n\t\tSING 3');
    expect(() => parseProtocol('p', text)).toThrow("In macro 'SING', line 4 --> Unknown command");
  });
});
