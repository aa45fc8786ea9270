import type { CatalogueCommand } from '../../../shared/catalogue/command-entry.ts';
import { parameterHint } from '../../../shared/catalogue/hint.ts';
import { type CommandFault, commandFault } from '../../../shared/command-text.ts';
import { classNames } from '../../ui/button.tsx';
import classes from './console.module.css';

interface HintRowProps {
  readonly text: string;
  readonly caret: number;
  readonly commands: readonly CatalogueCommand[];
}

/** One line under the command line: what is wrong with it, what comes next in it, or which keys help. */
export function HintRow({ text, caret, commands }: HintRowProps) {
  if (text.trim() === '')
    return (
      <p className={classNames(classes['hint'], classes['hintKeys'])}>
        <Key name="Enter" /> sends <Key name="Shift+Enter" /> new line <Key name="↑" /> earlier{' '}
        <Key name="Ctrl+K" /> all commands <Key name="F1" /> help <Key name="Ctrl+/" /> all keys
      </p>
    );
  const fault = commandFault(text);
  if (fault !== null && fault.kind !== 'empty')
    return (
      <output className={classNames(classes['hint'], classes['fault'])}>{faultWords(fault)}</output>
    );
  // At the end of a command's own name, what follows it is wanted already.
  const hint =
    parameterHint(text, caret, commands) ??
    (caret === text.length ? parameterHint(`${text} `, caret + 1, commands) : null);
  return (
    <p className={classes['hint']}>
      {hint !== null && (
        <>
          <code>
            {hint.parts.map(({ text: part, active }) => (
              <span key={part} className={classNames(active && classes['activePart'])}>
                {part}{' '}
              </span>
            ))}
          </code>
          <span>{hint.help}</span>
        </>
      )}
    </p>
  );
}

/** What is wrong with a command, and where. */
export function faultWords({ line, column, message }: CommandFault): string {
  return `${message} (line ${line}, column ${column}).`;
}

function Key({ name }: { readonly name: string }) {
  return <kbd className={classes['key']}>{name}</kbd>;
}
