import { expect, test } from 'vitest';
import {
  type EventFilter,
  eventRows,
  eventsText,
  everyEvent,
  kindCounts,
} from '../../../renderer/features/timeline/event-list-model.ts';
import type { RunEventLine } from '../../../shared/run-record.ts';
import {
  contactWords,
  endingWords,
  happeningWords,
  openingWords,
  type RunHappening,
  stageName,
} from '../../../shared/run-words.ts';
import { instant, noon } from './support.ts';

const place = { cycle: 17, step: 2 };

test.each<[RunHappening, string]>([
  [{ kind: 'starting', title: 'PCR panel A' }, 'Run starting: PCR panel A'],
  [{ kind: 'stage', stage: { kind: 'prerun' } }, 'PRERUN started: preparing and heating the cover'],
  [{ kind: 'stage', stage: { kind: 'stage', number: 2 } }, 'Stage 2 started'],
  [{ kind: 'cycle', cycle: 17 }, 'Cycle 17 started'],
  [{ kind: 'step', step: 2 }, 'Step 2 started'],
  [{ kind: 'ramping', cover: true, target: 105 }, 'Heating the cover to 105.0 °C'],
  [{ kind: 'ramping', cover: false, target: 60 }, 'Ramping to 60.0 °C'],
  [{ kind: 'ramped', cover: false, target: 60 }, 'Ramped to 60.0 °C'],
  [{ kind: 'ramped', cover: true, target: null }, 'Cover heated'],
  [{ kind: 'holding', holdSeconds: 60, collecting: true }, 'Holding 1 min, collecting data'],
  [{ kind: 'holding', holdSeconds: null, collecting: false }, 'Holding'],
  [{ kind: 'acquiring', point: 1 }, 'Acquiring, cycle 17'],
  [{ kind: 'acquiring', point: 3 }, 'Acquiring, cycle 17, point 3'],
  [{ kind: 'collected' }, 'Collected, cycle 17'],
  [{ kind: 'ending', ending: 'failed', reason: 'lid open' }, 'Run failed: lid open'],
  [{ kind: 'ending', ending: 'aborted', reason: '' }, 'Run aborted'],
  [{ kind: 'ended', title: '' }, 'Run ended'],
  [{ kind: 'other', text: 'Lamp is warmed up' }, 'Lamp is warmed up'],
])('%o is told as “%s”', (happening, words) => {
  expect(happeningWords(happening, place).text).toBe(words);
});

test('lost and restored contact are told with how long it was away', () => {
  expect(contactWords(null).text).toBe('Contact lost');
  expect(contactWords(94_000).text).toBe('Contact restored after 1 min 34 s');
});

test('openings, endings and stages have one name each', () => {
  expect(openingWords('drawer', true)).toEqual({ kind: 'hardware', text: 'Drawer opened' });
  expect(openingWords('cover', false).text).toBe('Cover lowered');
  expect(endingWords('unknown').text).toBe('Run over; how it ended was not seen');
  expect(endingWords('failed').kind).toBe('problem');
  expect(stageName({ kind: 'postrun' })).toBe('POSTRUN');
});

const events: readonly RunEventLine[] = [
  { at: instant(noon), kind: 'stage', text: 'Cycle 1 started', raw: 'Run 1.0 Cycle 1' },
  { at: instant(noon), kind: 'stage', text: 'Step 1 started', raw: 'Run 1.0 Step 1' },
  { at: instant(noon + 1000), kind: 'contact', text: 'Contact lost', raw: '' },
  {
    at: instant(noon + 2000),
    kind: 'collection',
    text: 'Collected',
    raw: 'Run 3.0 Collected -point=1',
  },
];
const texts = (filter: EventFilter): string[] =>
  eventRows(events, filter).map(({ event }) => event.text);

test('events are listed newest first, each with a name of its own that stays', () => {
  expect(texts(everyEvent)).toEqual([
    'Collected',
    'Contact lost',
    'Step 1 started',
    'Cycle 1 started',
  ]);
  const keys = eventRows(events, everyEvent).map(({ key }) => key);
  expect(new Set(keys).size).toBe(4);
  const filtered = eventRows(events, { ...everyEvent, search: 'step' });
  expect(keys).toContain(filtered[0]?.key);
});

test('a search looks at words and raw messages, in either case', () => {
  expect(texts({ ...everyEvent, search: ' POINT=1 ' })).toEqual(['Collected']);
  expect(texts({ ...everyEvent, search: 'contact' })).toEqual(['Contact lost']);
});

test('kinds that are switched off are left out, and counted all the same', () => {
  expect(texts({ ...everyEvent, hidden: new Set(['stage']) })).toEqual([
    'Collected',
    'Contact lost',
  ]);
  expect(kindCounts(events)).toEqual([
    { kind: 'stage', count: 2 },
    { kind: 'collection', count: 1 },
    { kind: 'contact', count: 1 },
  ]);
});

test('the text of events is one line for each, oldest first, whatever a machine sends', () => {
  const odd: RunEventLine = {
    at: instant(noon),
    kind: 'other',
    text: 'two\nlines',
    raw: 'tab\there\u0007',
  };
  expect(eventsText(eventRows([odd, ...events.slice(2)], everyEvent))).toBe(
    [
      `${new Date(noon).toISOString()}\tother\ttwo lines\ttab here⟨U+0007⟩`,
      `${new Date(noon + 1000).toISOString()}\tcontact\tContact lost\t`,
      `${new Date(noon + 2000).toISOString()}\tcollection\tCollected\tRun 3.0 Collected -point=1`,
    ].join('\n'),
  );
});
