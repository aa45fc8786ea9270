import { VisuallyHidden } from '@mantine/core';
import { useId } from 'react';
import { assertNever } from '../../../shared/assert-never.ts';
import type { MachineId } from '../../../shared/units.ts';
import type { ButtonModel } from '../../model/button.ts';
import { useServices } from '../../stores/use-services.ts';
import { speak } from '../../ui/announcer.ts';
import { Button, classNames } from '../../ui/button.tsx';
import buttonClasses from '../../ui/button.module.css';
import { HoldButton } from '../../ui/hold-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import { usePresses } from './use-press.ts';

interface MachineButtonProps {
  readonly machineId: MachineId;
  readonly button: ButtonModel;
  readonly small?: boolean;
  readonly className?: string | undefined;
}

/** One button of a machine, in whichever of its states it is. */
export function MachineButton({ machineId, button, small = false, className }: MachineButtonProps) {
  const { clock } = useServices();
  const presses = usePresses();
  const noteId = useId();
  const { press, name, icon } = button;
  const onPress = (): void => presses.press(machineId, name, press);
  switch (press.kind) {
    case 'locked':
      return (
        <LockedButton
          name={name}
          reason={press.reason}
          small={small}
          className={className}
          onExplain={speak}
        />
      );
    case 'wait':
      return (
        <LockedButton
          name={name}
          reason={press.reason}
          small={small}
          className={className}
          onExplain={onPress}
        />
      );
    case 'under-way':
      return <UnderWay name={name} press={press} small={small} className={className} />;
    case 'ask':
      if (press.hold)
        return (
          <HoldButton
            name={name}
            icon={icon}
            clock={clock}
            onHeld={onPress}
            small={small}
            className={className}
          />
        );
      break;
    case 'perform':
    case 'command':
      break;
    default:
      return assertNever(press);
  }
  const note = press.kind === 'perform' ? press.note : null;
  return (
    <>
      <Button
        icon={icon}
        emphasis={button.emphasis}
        small={small}
        className={className}
        onPress={onPress}
        describedBy={note === null ? undefined : noteId}
      >
        {name}
      </Button>
      {note !== null && <VisuallyHidden id={noteId}>{note}</VisuallyHidden>}
    </>
  );
}

interface UnderWayProps {
  readonly name: string;
  readonly press: { readonly text: string; readonly sentence: string };
  readonly small: boolean;
  readonly className?: string | undefined;
}

/** The button of the action that is being performed: it shows how far it came. */
function UnderWay({ name, press, small, className }: UnderWayProps) {
  const id = useId();
  return (
    <>
      <button
        type="button"
        aria-disabled="true"
        aria-describedby={id}
        className={classNames(
          buttonClasses['button'],
          buttonClasses['busy'],
          buttonClasses['spin'],
          small && buttonClasses['small'],
          className,
        )}
        onClick={() => speak(press.sentence)}
      >
        <Icon name="working" />
        <VisuallyHidden>{name}</VisuallyHidden>
        <span className={buttonClasses['word']} aria-hidden="true">
          {press.text}
        </span>
      </button>
      <VisuallyHidden id={id}>{press.sentence}</VisuallyHidden>
    </>
  );
}
