import { Icon } from '../../ui/icon.tsx';
import { classNames } from '../../ui/button.tsx';
import classes from './console.module.css';
import type { Advice } from './use-advice.ts';

/** Says above the command line what would be asked, or why it would be refused. */
export function CommandAdvice({ advice }: { readonly advice: Advice }) {
  if (advice.kind === 'none') return null;
  const [first, ...others] = advice.reasons;
  return (
    <output
      className={classNames(classes['advice'], advice.kind === 'refused' && classes['refused'])}
    >
      <Icon name={advice.kind === 'refused' ? 'error' : 'attention'} size={20} />
      <span title={advice.reasons.join('\n')}>
        <b>{first}</b> {others.join(' ')}
      </span>
    </output>
  );
}
