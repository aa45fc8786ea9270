import { Suspense } from 'react';
import { lazyTimeline } from './lazy-timeline.tsx';
import type { ThermalTimelineProps } from './thermal-timeline.tsx';
import classes from './timeline.module.css';

/** The timeline with an empty panel of its size while its code is loaded. */
export function TimelinePanel(props: ThermalTimelineProps) {
  const { heading = 'Temperature', height = 316 } = props;
  return (
    <Suspense
      fallback={
        <section className={classes['panel']} aria-busy="true" aria-label={heading}>
          <div className={classes['head']}>
            <h2>{heading}</h2>
          </div>
          <div className={classes['frame']} style={{ height }} />
          <div className={classes['waitingTools']} />
        </section>
      }
    >
      <lazyTimeline.View {...props} />
    </Suspense>
  );
}
