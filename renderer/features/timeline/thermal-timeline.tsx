import 'uplot/dist/uPlot.min.css';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useId, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Instant } from '../../../shared/units.ts';
import { speak } from '../../ui/announcer.ts';
import { ChartReadout } from './chart-readout.tsx';
import { ChartText } from './chart-text.tsx';
import { ChartTools } from './chart-tools.tsx';
import { downloadFile } from './download.ts';
import { fileNameOf } from './file-name.ts';
import { LineLegend } from './line-legend.tsx';
import { currentColours, watchColours } from './plot-colours.ts';
import { plotRoom } from './plot.ts';
import { readoutAt, readoutWords } from './readout.ts';
import {
  boundsOf,
  nowOf,
  rangeOf,
  type Scene,
  type ShownLines,
  type TimelineMarks,
  usualLines,
} from './scene.ts';
import type { SeriesBuffer } from './series-buffer.ts';
import { type TimeBounds, windowOf } from './time-view.ts';
import { timelineCsv } from './timeline-csv.ts';
import { timelinePng } from './timeline-png.ts';
import classes from './timeline.module.css';
import { usePlot } from './use-plot.ts';
import { useTimeView } from './use-time-view.ts';
import { WindowChoice } from './window-choice.tsx';

export interface ThermalTimelineProps {
  /** The chart draws again by itself whenever something is added to it. */
  readonly telemetry: SeriesBuffer;
  readonly marks: TimelineMarks;
  /** This workstation's time while the run or machine is watched; null for a run that is over. */
  readonly now: Instant | null;
  /** Machine and run: names the files of an export, and heads the picture. */
  readonly exportTitle: string;
  readonly heading?: string;
  /** What all there is is called, such as `Whole run`. */
  readonly wholeLabel?: string;
  /** Of the plot with its axes, in CSS pixels. */
  readonly height?: number;
}

const nothing: TimeBounds = { from: 0, to: 60_000, live: false };

/** Temperatures of a run or machine over time. What was not received is hatched, never bridged. */
export function ThermalTimeline({
  telemetry: buffer,
  marks,
  now: clock,
  exportTitle,
  heading = 'Temperature',
  wholeLabel = 'Whole run',
  height = 316,
}: ThermalTimelineProps) {
  const id = useId();
  const telemetry = useSyncExternalStore(buffer.subscribe, buffer.current);
  const colours = useSyncExternalStore(watchColours, currentColours);
  const { ref: frame, width } = useElementSize<HTMLDivElement>();
  const chart = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<ShownLines>(usualLines);
  const now = nowOf(telemetry, clock);
  const known = boundsOf(telemetry, marks, now);
  const bounds = known ?? nothing;
  const control = useTimeView(bounds, width, chart);
  const { from, to } = windowOf(control.view, bounds);
  const until = bounds.to;
  const range = useMemo(() => rangeOf(telemetry, marks), [telemetry, marks]);
  const scene = useMemo(
    (): Scene => ({ telemetry, marks, shown, window: { from, to }, now, until, range }),
    [telemetry, marks, shown, from, to, now, until, range],
  );
  const empty = telemetry.length === 0;
  const host = usePlot(known === null ? null : scene, colours, width, height);
  const readout = control.cursor === null || empty ? null : readoutAt(scene, control.cursor);
  const words = readout !== null && control.spoken ? readoutWords(readout) : null;
  useEffect(() => {
    if (words !== null) speak(words);
  }, [words]);

  const inner = Math.max(1, width - plotRoom.left - plotRoom.right);
  const cursorPlace = readout === null ? 0 : ((readout.at - from) / (to - from)) * inner;
  const saveCsv = (): void => {
    const text = timelineCsv(telemetry, marks.setPoints, scene.window);
    downloadFile(fileNameOf(exportTitle, from, 'csv'), new Blob([text], { type: 'text/csv' }));
  };
  const savePng = async (): Promise<void> => {
    const picture = await timelinePng(scene, colours, exportTitle);
    downloadFile(fileNameOf(exportTitle, from, 'png'), picture);
  };
  return (
    <section className={classes['panel']} aria-labelledby={`${id}heading`}>
      <div className={classes['head']}>
        <h2 id={`${id}heading`}>{heading}</h2>
        <LineLegend
          telemetry={telemetry}
          marks={marks}
          shown={shown}
          now={now}
          onChange={setShown}
        />
        <WindowChoice view={control.view} wholeLabel={wholeLabel} onChange={control.setView} />
      </div>
      <ChartText id={`${id}text`} heading={heading} scene={scene} />
      <div ref={frame} className={classes['frame']} style={{ height }}>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application has keys of its own (WAI-ARIA 1.2) */}
        <div
          ref={chart}
          className={classes['chart']}
          // An application: its keys are its own, and the table beside it says the same without them.
          role="application"
          aria-roledescription="chart"
          aria-label={`${heading} chart. Arrow keys move, plus and minus zoom, Shift with arrows reads values.`}
          aria-describedby={`${id}text`}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the chart is worked by keyboard (WCAG 2.1.1)
          tabIndex={0}
          onKeyDown={control.onKeyDown}
        >
          <div ref={host} className={classes['host']} aria-hidden="true" />
          <div
            className={classes['surface']}
            style={{
              left: plotRoom.left,
              right: plotRoom.right,
              top: plotRoom.top,
              bottom: plotRoom.bottom,
            }}
            {...control.pointer}
          >
            {control.selection !== null && (
              <div
                className={classes['selection']}
                style={{
                  left: control.selection.from,
                  width: control.selection.to - control.selection.from,
                }}
              />
            )}
            {readout !== null && control.selection === null && (
              <ChartReadout readout={readout} place={cursorPlace} width={inner} shown={shown} />
            )}
          </div>
          {empty && <p className={classes['empty']}>No temperatures received yet.</p>}
        </div>
      </div>
      <ChartTools
        telemetry={telemetry}
        shown={shown}
        onShown={setShown}
        whole={control.view.kind === 'follow' && control.view.span === 'whole'}
        behind={bounds.live && control.view.kind === 'free'}
        view={control.view}
        onView={control.setView}
        onZoom={control.zoomBy}
        onCsv={saveCsv}
        onPng={savePng}
      />
    </section>
  );
}
