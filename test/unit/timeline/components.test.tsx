// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { EventList } from '../../../renderer/features/timeline/event-list.tsx';
import { ProtocolStrip } from '../../../renderer/features/timeline/protocol-strip.tsx';
import { SeriesBuffer } from '../../../renderer/features/timeline/series-buffer.ts';
import { noMarks } from '../../../renderer/features/timeline/scene.ts';
import { ThermalTimeline } from '../../../renderer/features/timeline/thermal-timeline.tsx';
import type { RunEventLine } from '../../../shared/run-record.ts';
import {
  button,
  hasButton,
  openView,
  type TestWindow,
  textOf,
  type,
} from '../renderer/open-window.tsx';
import { instant, noon, seriesOf } from './support.ts';

let opened: TestWindow | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
});

const events: readonly RunEventLine[] = [
  { at: instant(noon), kind: 'stage', text: 'Cycle 17 started', raw: 'Run 1.0 Cycle 17' },
  { at: instant(noon + 1000), kind: 'contact', text: 'Contact lost', raw: '' },
];

test('an event shows the machine’s own message on demand, and one without has nothing to show', async () => {
  opened = await openView(() => <EventList events={events} exportTitle="qpcr1" />);
  expect(hasButton('Raw message of Contact lost')).toBe(false);
  expect(document.querySelector('pre')).toBeNull();
  await opened.run(() => button('Raw message of Cycle 17 started').click());
  expect(textOf(document.querySelector('pre'))).toBe('Run 1.0 Cycle 17');
});

test('a filter leaves events out, and says how many are left', async () => {
  opened = await openView(() => <EventList events={events} exportTitle="qpcr1" />);
  await opened.run(() => button('Filter events').click());
  await opened.run(() => button('Stages 1').click());
  expect(textOf(document.querySelector('[role="log"]'))).toContain('Contact lost');
  expect(textOf(document.querySelector('[role="log"]'))).not.toContain('Cycle 17');
  expect(textOf(document.body)).toContain('1 of 2');
  const search = document.querySelector<HTMLInputElement>('input[aria-label="Search events"]');
  if (search === null) throw new Error('there is no search');
  await opened.run(() => type(search, 'nothing like it'));
  expect(textOf(document.body)).toContain('No event fits the filter.');
});

test('a protocol that was not read says so', async () => {
  opened = await openView(() => (
    <ProtocolStrip protocol={null} position={{ kind: 'none' }} prerunSeconds={null} readAt={null} />
  ));
  expect(textOf(document.body)).toContain('Not read from the machine yet.');
});

test('the timeline says that nothing was received, and then its latest values in words and in a table', async () => {
  const telemetry = new SeriesBuffer();
  opened = await openView(() => (
    <ThermalTimeline
      telemetry={telemetry}
      marks={noMarks}
      now={instant(noon)}
      exportTitle="qpcr1"
    />
  ));
  expect(textOf(document.body)).toContain('No temperatures received yet.');
  expect(document.querySelector('table')).toBeNull();
  await opened.run(() => telemetry.add(seriesOf([[noon, 60.04]])));
  expect(hasButton('Sample, 60.0 °C')).toBe(true);
  const table = textOf(document.querySelector('table'));
  expect(table).toContain('Zone 6');
  expect(table).toContain('Sample60.060.0');
});

test('a line of the legend is a switch', async () => {
  const telemetry = new SeriesBuffer();
  telemetry.add(seriesOf([[noon, 60]]));
  opened = await openView(() => (
    <ThermalTimeline
      telemetry={telemetry}
      marks={noMarks}
      now={instant(noon)}
      exportTitle="qpcr1"
    />
  ));
  expect(button('Cover, 105.0 °C').getAttribute('aria-pressed')).toBe('true');
  await opened.run(() => button('Cover, 105.0 °C').click());
  expect(button('Cover, 105.0 °C').getAttribute('aria-pressed')).toBe('false');
});

test('values no longer fresh are told as the last ones', async () => {
  const telemetry = new SeriesBuffer();
  telemetry.add(seriesOf([[noon, 60]]));
  opened = await openView(() => (
    <ThermalTimeline
      telemetry={telemetry}
      marks={noMarks}
      now={instant(noon + 30_000)}
      exportTitle="qpcr1"
    />
  ));
  expect(hasButton('Sample, last 60.0 °C')).toBe(true);
});

test('zooming leaves the whole, and a way back appears', async () => {
  const telemetry = new SeriesBuffer();
  telemetry.add(seriesOf(Array.from({ length: 900 }, (_, index) => [noon + index * 1000, 60])));
  opened = await openView(() => (
    <ThermalTimeline
      telemetry={telemetry}
      marks={noMarks}
      now={instant(noon + 900_000)}
      exportTitle="qpcr1"
    />
  ));
  expect(button('Whole run').getAttribute('aria-pressed')).toBe('true');
  expect(hasButton('Jump to now')).toBe(false);
  await opened.run(() => button('Zoom in').click());
  expect(button('Whole run').getAttribute('aria-pressed')).toBe('false');
  const chart = document.querySelector('[role="application"]');
  await opened.run(() => {
    chart?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
  });
  await opened.run(() => button('Jump to now').click());
  expect(hasButton('Jump to now')).toBe(false);
  await opened.run(() => button('Show all').click());
  expect(button('Whole run').getAttribute('aria-pressed')).toBe('true');
});
