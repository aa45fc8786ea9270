import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Simulator } from '../../../electron/simulator/simulator.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { SimulatorClient } from '../../support/simulator-client.ts';

let clock: FakeClock;
let simulator: Simulator;
let client: SimulatorClient;

beforeEach(() => {
  clock = new FakeClock();
  simulator = new Simulator({ clock });
  client = new SimulatorClient(simulator);
  client.take();
});

afterEach(() => simulator.dispose());

const ret = (values: string): string => client.ask(`1 RET ${values}`).replace(/^OK 1 ?/, '');

const stages =
  "$[ top.getChild('PROTOcolDEFinition').variables.get('${RunMacro}-Stages'.lower(), -1) ]";
const cycles =
  "$[ top.getChild('PROTOcolDEFinition').variables.get('${RunMacro}-Stage${Stage}-Count'.lower(), -1) ]";

describe('RET', () => {
  it.each([
    ['a  b   c', 'a b c'],
    ['-1 2.5', '-1 2.5'],
    ['"two words" \'three more words\'', '"two words" "three more words"'],
    ['""', '""'],
    [`'say "no"'`, `'say "no"'`],
    ['<quote>two\nlines</quote>', '<quote>two\nlines</quote>'],
    ['x#y # comment', '"x#y"'],
  ])('answers the literals %j as %j', (values, answer) => {
    expect(ret(values)).toBe(answer);
  });

  it('reads several queries in one round trip, many-word values quoted', () => {
    expect(ret('$(POW?) $(DRAWer?) $(cover?) $(BLOCK?) $(RunProgress?)')).toBe(
      'ON Closed "OFF 105.0" "OFF 25.0" "-RunMode=- -Step=- -RunTitle=- -Cycle=- -Stage=-"',
    );
    expect(ret('$(TBC:SampleTemperatures?)')).toMatch(/^"\d+\.\d( \d+\.\d){5}"$/);
  });

  it('keeps an empty value in its place', () => {
    simulator.setCoverBlank(true);
    expect(client.ask('2 ENG?')).toBe('OK 2');
    expect(ret('$(DRAW?) $(ENG?) $(POW?)')).toBe('Closed "" ON');
    expect(ret('$[ "$(ENG?)" or "unknown" ]')).toBe('unknown');
    simulator.setCoverBlank(false);
    expect(ret('$[ "$(ENG?)" or "unknown" ]')).toBe('Down');
  });

  it('nests commands and joins values with the text around them', () => {
    expect(ret('$(RET $(RET $(POW?)))')).toBe('ON');
    expect(ret('lamp-$(POW?)-${Nobody:-$(DRAW?)}')).toBe('lamp-ON-Closed');
    expect(ret('"lamp $(POW?)"')).toBe('"lamp ON"');
  });

  it('uses defaults for variables that are not set', () => {
    expect(ret('${RunTitle:--} ${Stage:--1} ${Cycle:--1} ${Nobody:-}')).toBe('- -1 -1 ""');
    expect(ret(['a${Nobody}b', stages, cycles].join(' '))).toBe('ab -1 -1');
  });

  it('knows the variables of a run, and the totals of its protocol', async () => {
    expect(ret(stages.replace('${RunMacro}', 'x'))).toBe('-1');
    simulator.startRun('Demo', 'two words');
    await clock.advance(40_000);
    expect(ret('${RunTitle:--} ${Stage:--1} ${Cycle:--1} ${Step:--1} ${Point:--1} $(ISTAT?)')).toBe(
      '"two words" 2 1 2 1 Running',
    );
    expect(ret(`${stages} ${cycles}`)).toBe('2 5');
    expect(ret('${Protocol} ${SampleVolume} ${RunMode} ${RunStartTime:--}')).toBe(
      'Demo 50.0 standard 1767225600.000',
    );
    expect(ret('${runtitle}')).toBe('"two words"');
  });

  it('answers -1 for the cycles of a stage that is not numbered', async () => {
    simulator.startRun('Demo', 'x');
    await clock.advance(5000);
    expect(ret(`\${Stage} ${stages} ${cycles}`)).toBe('PRERUN 2 -1');
  });
});

describe('Substitution', () => {
  it.each([
    ['RET $(FOO?)', 'NoMatch'],
    ['RET $(PROT? Nobody)', 'NoMatch'],
    ['RET $[ 1 + 1 ]', 'ParseError'],
    ['RET $[ __import__("os") ]', 'ParseError'],
    ['RET $(POW?', 'ParseError'],
    ['RET ${RunTitle', 'ParseError'],
    ['RET $[ 1', 'ParseError'],
    ['RET $(OPEN)', 'InsufficientAccess'],
    ['DRAW? $(FOO?)', 'NoMatch'],
  ])('of %j fails with %s, and the command is not executed', (command, kind) => {
    expect(client.ask(`1 ${command}`)).toMatch(new RegExp(`^ERRor 1 \\[${kind}\\]`));
  });

  it('happens in the arguments of every command', async () => {
    client.say('1 ACC Controller\n2 RP Demo "a run"');
    await clock.advance(1000);
    client.take();
    expect(client.say('3 AbortRun ${RunTitle}')).toEqual(['OK 2', 'OK 3']);
  });

  it('refuses a moving command inside another', () => {
    client.say('1 ACC Controller');
    expect(client.ask('2 RET $(CLOSE)')).toMatch(/^ERRor 2 \[InvocationError\]/);
  });

  it('refuses endless nesting', () => {
    const deep = `${'$(RET '.repeat(40)}x${')'.repeat(40)}`;
    expect(client.ask(`2 RET ${deep}`)).toMatch(/^ERRor 2 \[InvocationError\] .*too deeply/);
  });
});
