import { expect, test } from 'vitest';
import { accessRefusal } from '../../../../renderer/features/console/access-refusal.ts';
import {
  initialFilter,
  TranscriptRows,
} from '../../../../renderer/features/console/transcript-rows.ts';
import { transcriptText } from '../../../../renderer/features/console/transcript-text.ts';
import { LineLog } from '../../../../renderer/stores/line-log.ts';
import { instant } from '../../../support/renderer-fixtures.ts';
import { sampleTranscript } from '../../../support/renderer-states.ts';

const lines = sampleTranscript(instant(Date.UTC(2026, 0, 1)));
const log = new LineLog();
log.append(lines);
const rows = new TranscriptRows(log, initialFilter);
rows.catchUp();

test('a refusal for want of access names the command it answers and the level it needs', () => {
  const refusals = lines.map((line) => accessRefusal(line, log)).filter((found) => found !== null);
  expect(refusals).toEqual([{ command: 'PAUSe', had: 'Observer', needed: 'Controller' }]);
});

test('a refusal whose command belongs to an earlier connection is not offered again', () => {
  const refusal = lines.find(({ kind }) => kind === 'error');
  if (refusal === undefined) throw new Error('the sample has no error');
  const other = new LineLog();
  other.append([
    ...lines.filter(({ sequence }) => sequence < refusal.sequence),
    { ...refusal, kind: 'opened', text: 'Connected.' },
    { ...refusal, sequence: refusal.sequence + 1 },
  ]);
  expect(accessRefusal({ ...refusal, sequence: refusal.sequence + 1 }, other)).toBeNull();
});

test('chosen lines are copied with time, ident, kind and duration, hidden ones left out', () => {
  const copied = transcriptText(log, rows, 1, 5).split('\n');
  expect(copied).toHaveLength(3);
  expect(copied[1]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} {2}42 {2}Sent {2}RET /);
  expect(copied[2]).toMatch(/ {2}OK {2}ON Closed Down Running {2}\(15 ms\)$/);
});
