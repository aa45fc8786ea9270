import type { RunSummary } from '../../../shared/run-history.ts';
import { classNames } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { runOutcomeLook } from './history-model.ts';
import classes from './history.module.css';

/** How a run ended, as a picture and a word. */
export function OutcomeWord({ summary }: { readonly summary: RunSummary }) {
  const { icon, word, tone } = runOutcomeLook(summary);
  return (
    <span className={classNames(classes['outcome'], classes[tone])}>
      <Icon name={icon} />
      {word}
    </span>
  );
}
