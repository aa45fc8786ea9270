import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { protocolFactsQuery, protocolQuery } from '../../../electron/machine/commands/protocol.ts';
import { readProtocol } from '../../../electron/machine/protocol-tree.ts';
import { UnexpectedReplyError } from '../../../electron/machine/unexpected-reply.ts';
import { parseBody, parseMessage } from '../../../electron/scpi/parser.ts';
import type { Body } from '../../../electron/scpi/value.ts';
import { Simulator } from '../../../electron/simulator/simulator.ts';
import type { Protocol } from '../../../shared/protocol.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { SimulatorClient } from '../../support/simulator-client.ts';
import { anyProtocol } from './generated-protocol.ts';

function read(text: string): Protocol {
  const reading = readProtocol(text);
  if (reading.kind !== 'protocol') throw new Error(reading.reason);
  return reading.protocol;
}

const notAProtocol = (text: string): string => {
  const reading = readProtocol(text);
  return reading.kind === 'not-a-protocol' ? reading.reason : 'a protocol';
};

const reply = (text: string): Body => parseBody(text, { comments: false });

/** The vendor's style: mixed case, an increment behind the time, ten decimals nobody asked for. */
const vendor = `
STAGe 1 _HOLD_ <multiline.stage>
	STEP 1 <multiline.step>
		RAMP -rate=58.477 95.0 95.0 95.0 95.0 95.0 95.0
		HOLD 600
	</multiline.step>
</multiline.stage>
stage -Repeat=4 2 "PCR stage" <multiline.stage>
	STEP 1 <multiline.step>
		ramp -increment=-1.0 -incrementCycle=1 -rate=58.477 60.0 60.0 60.0 61.5 60.0 60.0
		HACFILT m1,x1,quant m4,x1,quant # the usual ones
		HoldAndCollect -pcr=true -Quant=True -Tiff=False 60 -increment=0
	</multiline.step>
	# STEP 2 was taken out
</multiline.stage>`;

describe('Reading a protocol', () => {
  it('finds stages, cycles, steps and every part in order, whatever the case of the names', () => {
    const { stages, others } = read(vendor);
    expect(others).toEqual([]);
    expect(stages.map(({ number, label, repeat }) => ({ number, label, repeat }))).toEqual([
      { number: 1, label: '_HOLD_', repeat: 1 },
      { number: 2, label: 'PCR stage', repeat: 4 },
    ]);
    const none = { by: 0, fromCycle: null, fromStep: null };
    expect(stages[1]?.others).toEqual([]);
    expect(stages[1]?.steps).toEqual([
      {
        number: 1,
        label: null,
        repeat: 1,
        parts: [
          {
            kind: 'ramp',
            targets: [60, 60, 60, 61.5, 60, 60],
            rate: { unit: 'percent', value: 58.477 },
            cover: null,
            increment: { by: -1, fromCycle: 1, fromStep: null },
            text: 'ramp -increment=-1.0 -incrementCycle=1 -rate=58.477 60.0 60.0 60.0 61.5 60.0 60.0',
          },
          {
            kind: 'filters',
            filters: [
              { emission: 1, excitation: 1, quant: true },
              { emission: 4, excitation: 1, quant: true },
            ],
            text: 'HACFILT m1,x1,quant m4,x1,quant # the usual ones',
          },
          {
            kind: 'collect',
            seconds: 60,
            pcr: true,
            quant: true,
            tiff: false,
            increment: none,
            text: 'HoldAndCollect -pcr=true -Quant=True -Tiff=False 60 -increment=0',
          },
        ],
      },
    ]);
  });

  it('keeps what it does not understand as it was written, at every level', () => {
    const protocol = read(
      [
        'PRERun <multiline.prerun>',
        '\tSHAKE 3',
        '</multiline.prerun>',
        'STAG -repeat=often 1 <multiline.stage>',
        '\tWAITfor -door=Closed',
        '\tSTEP 1 Warm <multiline.step>',
        '\t\tRAMP warm',
        '\t\tHOLD 5 6',
        '\t\tTILT -angle=5 <quote>a',
        'b</quote>',
        '\t\tHOLD 5',
        '\t</multiline.step>',
        '</multiline.stage>',
      ].join('\n'),
    );
    expect(protocol.others.map(({ text }) => text)).toEqual([
      'PRERun <multiline.prerun>\n\tSHAKE 3\n</multiline.prerun>',
    ]);
    const [stage] = protocol.stages;
    expect(stage).toMatchObject({ number: 1, label: null, repeat: null });
    expect(stage?.others).toEqual([{ kind: 'unknown', text: 'WAITfor -door=Closed' }]);
    expect(stage?.steps[0]?.label).toBe('Warm');
    expect(stage?.steps[0]?.parts.map(({ kind, text }) => [kind, text])).toEqual([
      ['unknown', 'RAMP warm'],
      ['unknown', 'HOLD 5 6'],
      ['unknown', 'TILT -angle=5 <quote>a\nb</quote>'],
      ['hold', 'HOLD 5'],
    ]);
  });

  it('takes a hold without a time for an endless one and a written 0 for no time', () => {
    const [stage] = read(
      'STAGE 1 S <multiline.stage>\nSTEP 1 <multiline.step>\nHOLD\nHOLD 0\n</multiline.step>\n</multiline.stage>',
    ).stages;
    expect(stage?.steps[0]?.parts).toMatchObject([{ seconds: null }, { seconds: 0 }]);
  });

  it('counts stages by place where their own numbers are missing or repeated', () => {
    const body =
      '<multiline.stage>\nSTEP Melt <multiline.step>\nHOLD 1\n</multiline.step>\n</multiline.stage>';
    const { stages } = read(`STAGE First ${body}\nSTAGE 1 Second ${body}\nSTAGE 1 Third ${body}`);
    expect(stages.map(({ number, label }) => [number, label])).toEqual([
      [1, 'First'],
      [2, 'Second'],
      [3, 'Third'],
    ]);
    expect(stages[0]?.steps[0]).toMatchObject({ number: 1, label: 'Melt' });
  });

  it('reads a recorded command with its options, and the same stages in any tag', () => {
    const command = read(
      `PROT -volume=25 -runmode=fast -covertemperature=100 mine <quote.message>${vendor}\n</quote.message>`,
    );
    expect(command).toMatchObject({
      name: 'mine',
      sampleVolume: 25,
      runMode: 'fast',
      coverTarget: 100,
    });
    const answer = read(`<quote.reply>${vendor}\n</quote.reply>`);
    expect(answer.stages).toEqual(command.stages);
    expect(read(vendor.replaceAll('\n', '\r\n')).stages).toEqual(command.stages);
  });

  it('says of a text that is none why it is none', () => {
    expect(notAProtocol('')).toBe('there is no STAGe in it');
    expect(notAProtocol('OK then')).toBe('there is no STAGe in it');
    expect(notAProtocol('STAGE 1 S <multiline.stage>\nSTEP 1')).toBe('there is no STAGe in it');
    expect(notAProtocol('STAGE 1 S </multiline.stage>')).toMatch(/^its tags do not match/);
  });

  it('never throws, whatever it is given', () => {
    const words =
      'STAGe STEP RAMP HOLD HACFILT EXP <multiline.stage> </multiline.stage> <multiline.step> </multiline.step> -repeat= 5 x1 " , #';
    const word = fc.constantFrom('\n', ...words.split(' '));
    const text = fc.oneof(
      fc.string(),
      fc.array(word).map((some) => some.join(' ')),
    );
    fc.assert(
      fc.property(text, (any) => {
        expect(['protocol', 'not-a-protocol']).toContain(readProtocol(any).kind);
      }),
    );
  });

  it('reads back every protocol as it was printed', () => {
    fc.assert(
      fc.property(anyProtocol(true), (protocol) => {
        expect(read(protocol.text)).toEqual(protocol);
      }),
    );
  });
});

describe('Asking a machine for its protocol', () => {
  let clock: FakeClock;
  let simulator: Simulator;
  let client: SimulatorClient;

  beforeEach(() => {
    clock = new FakeClock();
    simulator = new Simulator({ clock });
    client = new SimulatorClient(simulator);
    client.take();
  });

  afterEach(() => {
    simulator.dispose();
    expect(clock.pending).toBe(0);
  });

  const ask = (command: string): Body => {
    const message = parseMessage(Buffer.from(`${client.ask(`7 ${command}`)}\n`));
    if (message.kind !== 'ok') throw new Error(`${command} answered ${message.kind}`);
    return message.body;
  };

  it('reads the tree of the run that is on from the simulated machine', () => {
    simulator.startRun('Standard-PCR', 'my run');
    const facts = protocolFactsQuery.read(ask(protocolFactsQuery.text));
    expect(facts).toEqual({ name: 'Standard-PCR', sampleVolume: 50, runMode: 'standard' });
    const query = protocolQuery(facts);
    expect(query.read(ask(query.text))).toMatchObject({
      ...facts,
      coverTarget: null,
      stages: [
        { number: 1, label: 'Hold_Stage', repeat: 1, steps: [{ number: 1 }, { number: 2 }] },
        { number: 2, label: 'PCR_Stage', repeat: 40, steps: [{ number: 1 }, { number: 2 }] },
      ],
    });
  });

  it('takes - for a fact that the machine does not have', () => {
    expect(protocolFactsQuery.read(reply('- -1.5 -'))).toEqual({
      name: null,
      sampleVolume: -1.5,
      runMode: null,
    });
  });

  it('says what it got where a protocol was expected', () => {
    expect(() => protocolQuery().read(reply('nothing here'))).toThrow(UnexpectedReplyError);
    expect(() => protocolFactsQuery.read(reply('one two'))).toThrow('a name, a volume');
  });
});
