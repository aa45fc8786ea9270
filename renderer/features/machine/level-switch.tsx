import { Tooltip, VisuallyHidden } from '@mantine/core';
import { Check, Lock } from 'lucide-react';
import { useId, useState } from 'react';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { commandButton, type Press } from '../../model/button.ts';
import type { Moment } from '../../model/engine.ts';
import { restLevel, takePress } from '../../model/lease.ts';
import { speak } from '../../ui/announcer.ts';
import { usePresses } from '../action/use-press.ts';
import classes from './access-control.module.css';

interface LevelSwitchProps {
  readonly snapshot: MachineSnapshot;
  readonly moment: Moment;
}

/** Observer or Controller: which of them this workstation holds beyond single actions, and the way to the other. */
export function LevelSwitch({ snapshot, moment }: LevelSwitchProps) {
  const presses = usePresses();
  const { id, lease } = snapshot;
  const held = lease === null ? null : lease.level;
  const release = commandButton('lease-release', 'Release now', 'check', moment).press;
  return (
    <fieldset className={classes['switch']}>
      <VisuallyHidden component="legend">Access level</VisuallyHidden>
      <Choice
        name={restLevel(snapshot)}
        chosen={held === null}
        press={release}
        onPress={() => presses.press(id, 'Release now', release)}
      />
      <Choice
        name={held ?? 'Controller'}
        chosen={held !== null}
        press={takePress(snapshot, moment)}
        onPress={() => presses.command(id, 'Controller', 'lease-ask')}
      />
    </fieldset>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly chosen: boolean;
  readonly press: Press;
  readonly onPress: () => void;
}

/** One side of the switch. The chosen one does nothing more; a locked one says why. */
function Choice({ name, chosen, press, onPress }: ChoiceProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const reason = !chosen && press.kind === 'locked' ? press.reason : null;
  return (
    <>
      <Tooltip label={reason ?? ''} opened={shown && reason !== null} multiline maw={280}>
        <button
          type="button"
          aria-pressed={chosen}
          {...(reason === null ? {} : { 'aria-disabled': true, 'aria-describedby': id })}
          onPointerEnter={() => setShown(true)}
          onPointerLeave={() => setShown(false)}
          onFocus={() => setShown(true)}
          onBlur={() => setShown(false)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setShown(false);
          }}
          onClick={() => {
            if (chosen) return;
            if (reason === null) onPress();
            else {
              setShown(true);
              speak(reason);
            }
          }}
        >
          {chosen && <Check size={16} aria-hidden="true" />}
          {reason !== null && <Lock size={14} aria-hidden="true" />}
          {name}
        </button>
      </Tooltip>
      {reason !== null && <VisuallyHidden id={id}>{reason}</VisuallyHidden>}
    </>
  );
}
