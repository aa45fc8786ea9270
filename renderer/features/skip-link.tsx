import { Button } from '../ui/button.tsx';
import classes from './shell.module.css';

/** The first stop of the keyboard: past the places of the window, to what is shown. A button, because the address names the place. */
export function SkipLink() {
  return (
    <Button
      className={classes['skip']}
      onPress={() => document.querySelector<HTMLElement>('main')?.focus()}
    >
      Skip to the content
    </Button>
  );
}
