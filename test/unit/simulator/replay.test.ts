import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { CommandTable } from '../../../electron/simulator/command-table.ts';
import { replayCommands } from '../../../electron/simulator/commands/replay-commands.ts';
import { readRecording, RecordingError } from '../../../electron/simulator/recorded-log.ts';
import { emptyRecordedState, recordMessage } from '../../../electron/simulator/recorded-state.ts';
import { ReplayMachine } from '../../../electron/simulator/replay.ts';
import { Simulator } from '../../../electron/simulator/simulator.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { SimulatorClient } from '../../support/simulator-client.ts';

const log = String.raw`Info 1700000000.000 <quote.message>
	STAGE -repeat=7 1 STAGE_1 <multiline.stage>
		STEP 1 <multiline.step>
			RAMP 25 25 25 25 25 25
			HOLDANDCOLLECT -pcr=False 60
		</multiline.step>
	</multiline.stage>
</quote.message>
Debug 1700000000.500 S: NEXT 15
Run 1700000001.000 Starting "a recorded run"
Run 1700000001.100 Setting sample volume to 20 microlitres
Debug 1700000001.200 C: 89015989 RunProgress?
Debug 1700000001.300 S: OK 89015989 -RunMode=standard -Step=- -RunTitle="a recorded run" -Cycle=- -Stage=-
Debug 1700000001.400 C: 31 DRAW?
Debug 1700000001.450 C: 32 TBC:SETT?
Debug 1700000001.500 S: OK 32 -Zone1=25.0 -Fan1=44.0 -Cover=105.0
Debug 1700000001.550 S: OK 31 Closed
Debug 1700000001.600 C: TBC:CONT?
Debug 1700000001.650 S: OK TBC:CONT? -Zone1=False -Fan1=False -Cover=True
Run 1700000002.000 Stage PRERUN
Run 1700000002.000 Cycle 1
Debug 1700000002.100 Cover Raising
LEDStatus 1700000002.682 Temperature:38.4315 Current:9.4774 Voltage:3.17548 JuncTemp:54.4676
Temperature 1700000002.777 -sample=32.4,32.1,32.1,32.2,32.1,32.5 -heatsink=33.1 -cover=30.4 -block=31.4,31.1,31.1,31.2,31.1,31.5
Debug 1700000004.000 Cover Raised
Debug 1700000005.000 C: ISTAT?
Debug 1700000005.100 S: OK ISTAT? Running
Run 1700000010.000 Stage 1
Run 1700000010.000 Cycle 3
Run 1700000010.000 Step 1
Debug 1700000011.000 <quote.message>S: OK 218478437 <quote.reply>
s: a/b.xml
s: </quote.reply></quote.message>
Warning 1700000012.000 an <open tag
Warning 1700000012.500 an <open> tag
Run 1700000020.000 Completed "a recorded run"
Run 1700000020.000 Ended "a recorded run"
`;

const messages = (text = log) => readRecording(text.split('\n'));

const total = (name: string): string =>
  `$[ top.getChild('PROTOcolDEFinition').variables.get('${name}'.lower(), -1) ]`;

let machine: ReplayMachine | null = null;

function replay(clock: FakeClock, speed = 1): SimulatorClient {
  machine = new ReplayMachine({ clock, speed, messages: messages() });
  const client = new SimulatorClient(machine);
  client.take();
  return client;
}

afterEach(() => {
  machine?.dispose();
  machine = null;
});

describe('A recording', () => {
  it('comes in its own rhythm with its own timestamps', async () => {
    const clock = new FakeClock();
    const client = replay(clock);
    client.say('1 SUBS -timestamp Run Temperature');
    await clock.advance(999);
    expect(client.take()).toEqual([]);
    await clock.advance(101);
    expect(client.take()).toEqual([
      'MESSage Run 1700000001.000 Starting "a recorded run"',
      'MESSage Run 1700000001.100 Setting sample volume to 20 microlitres',
    ]);
    await clock.advance(60_000);
    expect(client.take().at(-1)).toBe('MESSage Run 1700000020.000 Ended "a recorded run"');
  });

  it('comes faster where asked, and begins with the first connection', async () => {
    const clock = new FakeClock();
    const late = new ReplayMachine({ clock, speed: 100, messages: messages() });
    machine = late;
    await clock.advance(3_600_000);
    const client = new SimulatorClient(late);
    client.say('1 SUBS Run');
    client.take();
    await clock.advance(200);
    expect(client.take()).toHaveLength(9);
    await late.finished;
  });

  it('answers status queries from what it has shown so far', async () => {
    const clock = new FakeClock();
    const client = replay(clock);
    const status =
      '2 RET $(POW?) $(DRAW?) $(ENG?) $(ISTAT?) ${RunTitle:--} ${Stage:--1} ${Cycle:--1} $(COV?)';
    expect(client.ask(status)).toBe('OK 2 OFF Unknown Unknown Idle - -1 -1 "OFF 25.0"');
    await clock.advance(3000);
    expect(client.ask(status)).toBe(
      'OK 2 ON Closed Unknown Running "a recorded run" PRERUN 1 "ON 105.0"',
    );
    expect(client.ask('3 TBC:SETT?')).toBe('OK 3 -Zone1=25.0 -Fan1=44.0 -Cover=105.0');
    expect(client.ask('4 TBC:CONT?')).toBe('OK 4 -Zone1=False -Fan1=False -Cover=True');
    expect(client.ask('5 TBC:SampleTemperatures?')).toBe('OK 5 32.4 32.1 32.1 32.2 32.1 32.5');
    await clock.advance(9000);
    expect(client.ask(status)).toBe('OK 2 ON Closed Up Running "a recorded run" 1 3 "ON 105.0"');
    expect(client.ask('6 RunProgress?')).toBe(
      'OK 6 -RunMode=standard -Step=1 -RunTitle="a recorded run" -Cycle=3 -Stage=1',
    );
    expect(client.ask('7 RET ${SampleVolume} ${RunStartTime}')).toBe('OK 7 20.0 1700000001.000');
    expect(
      client.ask(
        `8 RET ${total('${RunMacro}-Stages')} ${total('${RunMacro}-Stage${Stage}-Count')}`,
      ),
    ).toBe('OK 8 1 7');
    expect(client.ask('9 PROT? ${Protocol}')).toContain('STAGE -repeat=7 1 STAGE_1');
    await clock.advance(60_000);
    expect(client.ask(status)).toBe('OK 2 ON Closed Up Idle - -1 -1 "ON 105.0"');
  });

  it('refuses every action, saying that it is a recording', () => {
    const client = replay(new FakeClock());
    client.say('1 ACC Controller');
    for (const command of ['OPEN', 'POW OFF', 'RP Demo x', 'AbortRun x', 'LED:REDON']) {
      expect(client.ask(`2 ${command}`)).toBe(
        'ERRor 2 [InvocationError] --> This is a recording, which cannot be acted upon',
      );
    }
    expect(client.ask('3 EXP:LIST?')).toMatch(/^ERRor 3 \[NoMatch\]/);
    expect(client.ask('4 EXP:READ? a')).toMatch(/^ERRor 4 \[IOError\]/);
  });

  it('knows every command of a live machine, if only to refuse it', () => {
    const clock = new FakeClock();
    const client = replay(clock);
    const live = new Simulator({ clock });
    const watcher = new SimulatorClient(live);
    watcher.take();
    expect(client.ask('1 HELP?')).toBe(watcher.ask('1 HELP?'));
    live.dispose();
    expect(() => new CommandTable(replayCommands)).not.toThrow();
  });

  it('stays connected and quiet after its end', async () => {
    const clock = new FakeClock();
    const client = replay(clock);
    await clock.advance(60_000);
    await machine?.finished;
    client.take();
    await clock.advance(3_600_000);
    expect(client.take()).toEqual([]);
    expect(client.hungUp).toBe(false);
    expect(client.ask('1 ISTAT?')).toBe('OK 1 Idle');
    expect(clock.pending).toBe(0);
  });

  it('does not send on what would break the stream', async () => {
    const clock = new FakeClock();
    const client = replay(clock);
    client.say('1 SUBS Warning Debug');
    await clock.advance(60_000);
    const sent = client.take();
    expect(sent.filter((message) => message.startsWith('MESSage Warning'))).toEqual([
      'MESSage Warning an <open tag',
    ]);
    expect(sent.at(-2)).toMatch(/^MESSage Debug <quote\.message>S: OK 218478437 <quote\.reply>\n/);
  });

  it('stops when it is disposed in the middle', async () => {
    const clock = new FakeClock();
    const client = replay(clock);
    await clock.advance(3000);
    machine?.dispose();
    await machine?.finished;
    expect(client.hungUp).toBe(true);
    expect(clock.pending).toBe(0);
  });
});

describe('A messages.log', () => {
  it.each([
    ['no log at all', 'Line 1 is not "Topic timestamp text"'],
    ['Run 1700000000.0 Stage 1\n\nstray', 'Line 3 is not "Topic timestamp text"'],
    ['Info 1700000000.0 <quote.message>\nopen', 'Line 1: the message has no end'],
  ])('%j is refused: %s', async (text, message) => {
    const reading = (async () => {
      for await (const entry of messages(text)) expect(entry.topic).toBe('Run');
    })();
    await expect(reading).rejects.toThrow(RecordingError);
    await expect(reading).rejects.toThrow(message);
  });

  it('does not let unanswered queries pile up', () => {
    let state = emptyRecordedState;
    for (let ident = 0; ident < 1000; ident++) {
      state = recordMessage(state, { topic: 'Debug', at: 0, body: `C: ${ident} DRAW?` });
    }
    expect(state.asked.size).toBeLessThanOrEqual(256);
    state = recordMessage(state, { topic: 'Debug', at: 0, body: 'S: OK 999 Open' });
    expect(state.drawer).toBe('Open');
  });
});

const realLog = new URL('../../../../shared/data/real-run/messages.log', import.meta.url);

describe('The log of a real machine', () => {
  it('is read to its end, and its state makes sense', async ({ skip }) => {
    skip(!existsSync(realLog), 'the log of a real run is not beside the repository');
    let state = emptyRecordedState;
    let count = 0;
    const lines = createInterface({ input: createReadStream(realLog) });
    for await (const message of readRecording(lines)) {
      count++;
      state = recordMessage(state, message);
    }
    expect(count).toBeGreaterThan(1000);
    expect(state).toMatchObject({
      powered: true,
      drawer: 'Closed',
      cover: 'Down',
      instrumentState: 'Running',
    });
    expect(state.run).toMatchObject({ stage: '1', cycle: '2', step: '1', mode: 'standard' });
    expect(state.run?.protocol?.stages[0]?.repeat).toBe(5);
    expect(state.sampleTemperatures).toHaveLength(6);
  });
});
