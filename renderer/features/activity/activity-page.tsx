import classes from './activity.module.css';
import { ActivityView } from './activity-view.tsx';

/** Everything this workstation did, on all machines. */
export function ActivityPage() {
  return (
    <div className={classes['page']}>
      <header className={classes['head']}>
        <h1>Activity</h1>
        <p>What was done from this workstation, and how it ended.</p>
      </header>
      <ActivityView machineId={null} />
    </div>
  );
}
