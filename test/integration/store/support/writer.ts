import { writeSync } from 'node:fs';
import { systemClock } from '../../../../electron/base/clock.ts';
import { openStore } from '../../../../electron/store/store.ts';
import type { ActionId, MachineId } from '../../../../shared/units.ts';

/*
 * A program for the crash tests: records one action after another and says on its standard output, before and after, what it did.
 * `sending` stands for the first byte to the machine: it is said when the caller would write it.
 */

const [dataDirectory = '', name = ''] = process.argv.slice(2);

/** Straight to the descriptor: what was said must not wait in a buffer that dies with the process. */
function say(step: string, id: string): void {
  writeSync(1, `${step} ${id}\n`);
}

const { journal, notices } = openStore({ dataDirectory, clock: systemClock });
if (notices.length > 0) throw new Error(notices.join(' '));

for (let count = 0; ; count++) {
  const id = `${name}-${count}` as ActionId;
  const marksSending = count % 3 !== 2;
  say('asked', id);
  const intended = journal.intend({
    kind: 'action',
    id,
    at: systemClock.now(),
    machineId: 'm-1' as MachineId,
    machineName: 'Left machine',
    marksSending,
    action: { kind: 'open-drawer' },
    acknowledged: [],
    typedName: null,
  });
  if (!intended.ok) throw new Error(intended.failure.message);
  say(marksSending ? 'intended' : 'intended-unmarked', id);
  if (marksSending && !journal.aboutToSend(id).ok) throw new Error('not marked');
  say('sending', id);
  const sentAt = systemClock.now();
  journal.progress(id, { kind: 'sent', sentAt }, sentAt);
  journal.addEvidence(id, [
    { at: sentAt, direction: 'sent', text: `${count} OPEN` },
    { at: sentAt, direction: 'received', text: `NEXT ${count}` },
  ]);
  journal.progress(id, { kind: 'accepted', sentAt, acceptedAt: sentAt }, sentAt);
  say('ending', id);
  journal.progress(id, { kind: 'confirmed', at: sentAt, readBack: 'The drawer is open' }, sentAt);
  say('ended', id);
}
