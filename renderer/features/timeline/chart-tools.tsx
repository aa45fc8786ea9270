import { Checkbox, Popover } from '@mantine/core';
import {
  ChevronsRight,
  Download,
  Maximize2,
  SlidersHorizontal,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../../ui/button.tsx';
import buttonClasses from '../../ui/button.module.css';
import type { ShownLines } from './scene.ts';
import type { Telemetry } from './series-buffer.ts';
import { jumpedToNow, type TimeView, wholeView } from './time-view.ts';
import classes from './timeline.module.css';

interface ChartToolsProps {
  readonly telemetry: Telemetry;
  readonly shown: ShownLines;
  readonly onShown: (shown: ShownLines) => void;
  readonly view: TimeView;
  readonly onView: (view: TimeView) => void;
  /** Whether all there is is shown. */
  readonly whole: boolean;
  /** Whether the view does not follow what goes on. */
  readonly behind: boolean;
  readonly onZoom: (factor: number) => void;
  readonly onCsv: () => void;
  readonly onPng: () => Promise<void>;
}

const step = 1.5;

/** What is wanted less often: zoom, choice of lines, files. */
export function ChartTools({
  telemetry,
  shown,
  onShown,
  view,
  onView,
  whole,
  behind,
  onZoom,
  onCsv,
  onPng,
}: ChartToolsProps) {
  const empty = telemetry.length === 0;
  return (
    <div className={classes['tools']}>
      <Tool label="Zoom in" onPress={() => onZoom(1 / step)}>
        <ZoomIn size={16} aria-hidden="true" />
      </Tool>
      <Tool label="Zoom out" onPress={() => onZoom(step)}>
        <ZoomOut size={16} aria-hidden="true" />
      </Tool>
      {!whole && (
        <Tool onPress={() => onView(wholeView)}>
          <Maximize2 size={14} aria-hidden="true" />
          Show all
        </Tool>
      )}
      {behind && (
        <Tool onPress={() => onView(jumpedToNow(view))}>
          <ChevronsRight size={16} aria-hidden="true" />
          Jump to now
        </Tool>
      )}
      <span className={classes['push']} />
      <Popover position="top-end" trapFocus returnFocus withinPortal={false}>
        <Popover.Target>
          <button type="button" className={classNames(buttonClasses['button'], classes['tool'])}>
            <SlidersHorizontal size={14} aria-hidden="true" />
            Lines
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label="Lines to draw">
          <LineChoice zones={telemetry.zones} shown={shown} onShown={onShown} />
        </Popover.Dropdown>
      </Popover>
      {!empty && (
        <>
          <Tool label="Save as CSV" onPress={onCsv}>
            <Download size={14} aria-hidden="true" />
            CSV
          </Tool>
          <Tool label="Save as PNG" onPress={() => void onPng()}>
            <Download size={14} aria-hidden="true" />
            PNG
          </Tool>
        </>
      )}
    </div>
  );
}

interface ToolProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  /** Where the picture alone is drawn, or the words are short. */
  readonly label?: string;
}

function Tool({ children, onPress, label }: ToolProps) {
  return (
    <button
      type="button"
      className={classNames(buttonClasses['button'], classes['tool'])}
      aria-label={label}
      title={label}
      onClick={onPress}
    >
      {children}
    </button>
  );
}

interface LineChoiceProps {
  readonly zones: number;
  readonly shown: ShownLines;
  readonly onShown: (shown: ShownLines) => void;
}

const lines = [
  ['sample', 'Sample'],
  ['block', 'Block'],
  ['cover', 'Cover'],
  ['heatsink', 'Heatsink'],
  ['setPoints', 'Set points'],
] as const;

function LineChoice({ zones, shown, onShown }: LineChoiceProps) {
  const toggleZone = (zone: number): void => {
    const hiddenZones = new Set(shown.hiddenZones);
    if (!hiddenZones.delete(zone)) hiddenZones.add(zone);
    onShown({ ...shown, hiddenZones });
  };
  return (
    <div className={classes['choice']}>
      <fieldset>
        <legend>Lines</legend>
        {lines.map(([key, label]) => (
          <Checkbox
            key={key}
            label={label}
            checked={shown[key]}
            onChange={() => onShown({ ...shown, [key]: !shown[key] })}
          />
        ))}
      </fieldset>
      {zones > 1 && (
        <fieldset>
          <legend>Zones</legend>
          <Checkbox
            label="Mean, bold"
            checked={shown.mean}
            onChange={() => onShown({ ...shown, mean: !shown.mean })}
          />
          {Array.from({ length: zones }, (_, index) => (
            <Checkbox
              key={`zone ${index + 1}`}
              label={`Zone ${index + 1}`}
              checked={!shown.hiddenZones.has(index + 1)}
              onChange={() => toggleZone(index + 1)}
            />
          ))}
        </fieldset>
      )}
    </div>
  );
}
