import type { MachineSnapshot } from '../../../shared/machine.ts';
import { durationFigure } from '../../format/duration.ts';
import { formatDegrees, meanOf } from '../../format/temperature.ts';
import { visibleText } from '../../format/visible-text.ts';
import type { Moment } from '../../model/engine.ts';
import { positionsOf } from '../../model/progress.ts';
import { machineStatus } from '../../model/status.ts';
import { ageOf } from '../../model/values.ts';
import { dialogClasses } from '../../ui/dialog.tsx';
import { AgeLabel, agedClass } from '../../ui/words.tsx';

interface LiveFactsProps {
  readonly snapshot: MachineSnapshot;
  readonly moment: Moment;
}

/** What the machine is doing while a question about it is open. */
export function LiveFacts({ snapshot, moment }: LiveFactsProps) {
  const { run, readings, heardAt } = snapshot;
  const status = machineStatus(snapshot, moment);
  const progress = run.kind === 'active' || run.kind === 'paused' ? run.progress : null;
  const position =
    progress === null
      ? null
      : (positionsOf(progress).find(({ label }) => label === 'Cycle') ??
        positionsOf(progress)[0] ??
        null);
  const temperatures = readings.temperatures?.value ?? null;
  const block = temperatures === null ? null : meanOf(temperatures.block);
  const heard = ageOf(heardAt, moment);
  const remaining = progress?.time?.remainingSeconds ?? null;
  const figure = remaining === null ? null : durationFigure(remaining);
  return (
    <>
      {progress !== null && (
        <p className={dialogClasses['sub']}>
          <b>{progress.title === '' ? 'Untitled run' : visibleText(progress.title)}</b>
          {figure === null ? '' : ` · ${figure.value} ${figure.unit} left`}
        </p>
      )}
      <dl className={dialogClasses['facts']}>
        <div>
          <dt>Now</dt>
          <dd className={agedClass(heard)}>{status.activity ?? status.word}</dd>
        </div>
        {position !== null && (
          <div>
            <dt>{position.label}</dt>
            <dd className={agedClass(heard)}>{position.value}</dd>
          </div>
        )}
        {temperatures !== null && block !== null && (
          <div>
            <dt>Block · cover</dt>
            <dd className={agedClass(ageOf(readings.temperatures?.at ?? null, moment))}>
              {formatDegrees(block)} · {formatDegrees(temperatures.cover)} °C
            </dd>
          </div>
        )}
        {heard !== null && heard.freshness !== 'fresh' && (
          <div>
            <dt>Last heard</dt>
            <dd>
              <AgeLabel age={heard} />
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}
