import { isScriptOver, type ScriptRunState } from '../../../../shared/scripts.ts';
import { visibleText } from '../../../format/visible-text.ts';
import { useAsk, useNow } from '../../../stores/use-services.ts';
import { Button } from '../../../ui/button.tsx';
import { scriptWords } from './script-words.ts';
import classes from './scripts.module.css';

/** How far a script is, with what halts or ends it. */
export function ScriptProgress({ run }: { readonly run: ScriptRunState }) {
  const ask = useAsk();
  const now = useNow();
  const { machineId, name, progress, step, steps } = run;
  const over = isScriptOver(progress);
  const percent = steps === 0 ? 100 : Math.round((step / steps) * 100);
  return (
    <section className={classes['run']} aria-label="Script run">
      <div className={classes['state']}>
        <b title={name}>{visibleText(name)}</b>
        <output>{scriptWords(run, now)}</output>
      </div>
      {!over && (
        <>
          <progress
            className={classes['progress']}
            aria-label={`Steps of ${visibleText(name)}`}
            max={100}
            value={percent}
          />
          <div className={classes['inline']}>
            {progress.kind === 'paused' || progress.kind === 'pausing' ? (
              <Button small icon="resume" onPress={() => void ask('scripts.resume', { machineId })}>
                Go on
              </Button>
            ) : (
              <Button small icon="pause" onPress={() => void ask('scripts.pause', { machineId })}>
                Pause script
              </Button>
            )}
            <Button small icon="ended" onPress={() => void ask('scripts.stop', { machineId })}>
              {progress.kind === 'stopping' ? 'Stop waiting' : 'Stop script'}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
