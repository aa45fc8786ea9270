import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import type { Moment } from '../../model/engine.ts';
import { classNames } from '../../ui/button.tsx';
import { EventList } from '../timeline/event-list.tsx';
import { ProtocolStrip } from '../timeline/protocol-strip.tsx';
import { prerunSecondsOf, withCover } from '../timeline/run-marks.ts';
import { runPosition } from '../timeline/run-position.ts';
import { noMarks } from '../timeline/scene.ts';
import { TimelinePanel } from '../timeline/timeline-panel.tsx';
import { ActionsPanel } from './actions-panel.tsx';
import { BlockPanel } from './block-panel.tsx';
import { InstrumentPanel } from './instrument-panel.tsx';
import classes from './machine.module.css';
import { RunPanel } from './run-panel.tsx';
import type { RunWatch } from './run-watch.ts';
import { ZonesPanel } from './zones-panel.tsx';

interface RunTabProps {
  readonly machine: MachineSnapshot;
  readonly moment: Moment;
  readonly watch: RunWatch;
}

/** The machine's run and hardware: what happens, and what can be done about it. */
export function RunTab({ machine, moment, watch }: RunTabProps) {
  const { run, protocol: readProtocol } = useStore(watch.store);
  const record = run?.record ?? null;
  const protocol = useMemo(
    () => withCover(readProtocol ?? record?.protocol ?? null, record),
    [readProtocol, record],
  );
  const position = runPosition(machine.run, moment.now);
  const exportTitle =
    run === null ? machine.settings.name : `${machine.settings.name} ${run.record.summary.title}`;
  return (
    <div className={classes['columns']}>
      <div className={classes['column']}>
        <TimelinePanel
          key={run?.record.summary.id ?? 'gathered'}
          telemetry={run?.telemetry ?? watch.gathered}
          marks={run?.marks ?? noMarks}
          now={record === null || record.summary.end === null ? moment.now : null}
          exportTitle={exportTitle}
          wholeLabel={run === null ? 'All' : 'Whole run'}
        />
        {(protocol !== null || position.kind === 'at') && (
          <ProtocolStrip
            protocol={protocol}
            position={position}
            prerunSeconds={run === null ? null : prerunSecondsOf(run.record, moment.now)}
            readAt={null}
          />
        )}
        <ActionsPanel snapshot={machine} />
      </div>
      <div className={classNames(classes['column'], classes['firstWhenNarrow'])}>
        <RunPanel snapshot={machine} moment={moment} />
        <InstrumentPanel snapshot={machine} moment={moment} />
        <BlockPanel snapshot={machine} moment={moment} />
        <ZonesPanel readings={machine.readings} moment={moment} />
        {run !== null && <EventList events={run.record.events} exportTitle={exportTitle} />}
      </div>
    </div>
  );
}
