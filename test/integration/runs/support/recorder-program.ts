import { writeSync } from 'node:fs';
import { RunRecorder } from '../../../../electron/panel/run-recorder.ts';
import { parseMessage } from '../../../../electron/scpi/parser.ts';
import { openRunStore } from '../../../../electron/store/runs/open-run-store.ts';
import type { Instant, MachineId } from '../../../../shared/units.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

/*
 * A program for the crash tests: records a run second by second, in a time of its own, and says on its standard output after
 * each second how far it is. It goes on with a run that an earlier one left.
 */

const [dataDirectory = '', startSeconds = '0'] = process.argv.slice(2);
const clock = new FakeClock();
await clock.advance(Number(startSeconds) * 1000);
const { runs, notices } = openRunStore({ dataDirectory, clock });
if (notices.length > 0) throw new Error(notices.join(' '));
const recorder = new RunRecorder(runs, { id: 'm-1' as MachineId, name: 'Left machine' });
const startedAt = Date.UTC(2026, 0, 1) as Instant;

function say(line: string): void {
  // Straight to the descriptor: what was said must not wait in a buffer that dies with the process.
  writeSync(1, `${line}\n`);
}

function tell(body: string): void {
  const message = parseMessage(Buffer.from(`MESSage ${body}\n`));
  if (message.kind !== 'message') throw new Error(body);
  recorder.hear({ kind: 'message', at: clock.now(), message });
}

recorder.hear({
  kind: 'status',
  status: {
    at: clock.now(),
    problems: [],
    readings: {},
    run: {
      title: 'Plate 3',
      stage: { kind: 'stage', number: 2 },
      cycle: 1,
      step: 1,
      point: 1,
      instrument: { kind: 'running' },
      startedAt,
    },
  },
});
for (let second = Number(startSeconds); ; second++) {
  const warm = (50 + (second % 40)).toFixed(1);
  const zones = `${warm},${warm},${warm},${warm},${warm},${warm}`;
  tell(`Temperature -sample=${zones} -heatsink=33.1 -cover=104.8 -block=${zones}`);
  tell(`Run Step ${1 + (second % 2)}`);
  say(String(clock.now()));
  await clock.advance(1_000);
}
