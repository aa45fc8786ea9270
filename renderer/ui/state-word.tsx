import type { Status } from '../model/status.ts';
import { classNames } from './button.tsx';
import { Icon } from './icon.tsx';
import classes from './state-word.module.css';

/** A machine's state in a line of text. */
export function StateWord({ status }: { readonly status: Status }) {
  return (
    <span className={classNames(classes['word'], classes[status.tone])}>
      <Icon name={status.icon} size={18} />
      {status.word}
    </span>
  );
}
