import { VisuallyHidden } from '@mantine/core';
import { type ActionRecord, type ActionState, actionWords } from '../../../shared/action.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Instant } from '../../../shared/units.ts';
import { formatTimeSeconds } from '../../format/time.ts';
import { progressSentence } from '../../model/action-state.ts';
import { classNames } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import classes from './action-steps.module.css';

interface ActionStepsProps {
  readonly name: string;
  /** Null until main told of it. */
  readonly record: ActionRecord | null;
}

/** How far an action has come on its way to the machine and back. */
export function ActionSteps({ name, record }: ActionStepsProps) {
  const state: ActionState = record?.state ?? { kind: 'preparing' };
  const reached = reachedOf(state);
  const doing = record === null ? '' : actionWords[record.action.kind].doing;
  const steps: readonly { readonly text: string; readonly at: Instant | null }[] = [
    { text: 'Controller taken', at: null },
    { text: 'Sent to the machine', at: 'sentAt' in state ? state.sentAt : null },
    {
      text: state.kind === 'accepted' ? `Accepted, ${doing}` : 'Accepted by the machine',
      at: 'acceptedAt' in state ? state.acceptedAt : null,
    },
    {
      text: reached === 3 ? 'Waiting for the machine’s report' : 'Reported by the machine',
      at: null,
    },
  ];
  return (
    <>
      <VisuallyHidden>
        <output>{record === null ? `${name}: asking QuantDeck…` : progressSentence(record)}</output>
      </VisuallyHidden>
      <ol className={classes['steps']} aria-hidden="true">
        {steps.map(({ text, at }, index) => (
          <li
            // The steps are always the same four: their place is their identity.
            key={`step-${index + 1}`}
            className={classNames(
              index < reached && classes['done'],
              index === reached && classes['now'],
            )}
          >
            <Icon name={index < reached ? 'check' : index === reached ? 'working' : 'offline'} />
            <span>{text}</span>
            <time>{at === null ? '' : formatTimeSeconds(at)}</time>
          </li>
        ))}
      </ol>
    </>
  );
}

/** How many steps are behind it. */
function reachedOf(state: ActionState): number {
  switch (state.kind) {
    case 'preparing':
      return 0;
    case 'sent':
      return 2;
    case 'accepted':
    case 'checking':
      return 3;
    case 'confirmed':
      return 4;
    case 'refused':
    case 'not-sent':
    case 'unknown':
      return 0;
    default:
      return assertNever(state);
  }
}
