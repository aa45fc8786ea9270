import type { MachineSnapshot } from '../../../shared/machine.ts';
import { actionButton, type ButtonModel, closeAndLowerButton } from '../../model/button.ts';
import type { Moment } from '../../model/engine.ts';
import { drawerKind, powerKind } from '../../model/machine-buttons.ts';
import { coverPosition, drawerValue, powerValue, type ValueModel } from '../../model/values.ts';
import { AgeLabel, agedClass } from '../../ui/words.tsx';
import { MachineButton } from '../action/machine-button.tsx';
import classes from './machine.module.css';

interface InstrumentPanelProps {
  readonly snapshot: MachineSnapshot;
  readonly moment: Moment;
}

/** Drawer, cover and power, each with its age and its button. */
export function InstrumentPanel({ snapshot, moment }: InstrumentPanelProps) {
  const { readings, id } = snapshot;
  const parts: readonly { readonly value: ValueModel; readonly button: ButtonModel }[] = [
    {
      value: drawerValue(readings, moment),
      button: actionButton(snapshot, drawerKind(snapshot), moment),
    },
    {
      value: coverPosition(readings, moment),
      button: actionButton(snapshot, 'lower-cover', moment),
    },
    {
      value: powerValue(readings, moment),
      button: actionButton(snapshot, powerKind(snapshot), moment),
    },
  ];
  return (
    <section className={classes['panel']} aria-label="Drawer, cover, power">
      <div className={classes['hardware']}>
        {parts.map(({ value, button }) => (
          <div key={value.label}>
            <span className={classes['key']}>
              {value.label}
              {value.age !== null && <AgeLabel age={value.age} />}
            </span>
            <span className={classes['value']}>
              <span className={agedClass(value.age)}>{value.text}</span>{' '}
              {value.sub !== '' && <small className={agedClass(value.age)}>{value.sub}</small>}
            </span>
            <MachineButton machineId={id} button={button} small />
          </div>
        ))}
      </div>
      {drawerKind(snapshot) === 'close-drawer' && (
        <MachineButton machineId={id} button={closeAndLowerButton(snapshot, moment)} small />
      )}
      {/* The buttons carry the same words for assistive technology. */}
      <div aria-hidden="true">
        {lockedReasons(parts.map((part) => part.button)).map(({ names, reason }) => (
          <p key={reason} className={classes['why']}>
            <b>{names.join(', ')}:</b> {reason}
          </p>
        ))}
      </div>
    </section>
  );
}

/** Why buttons are locked, each reason once with the buttons it locks. */
function lockedReasons(
  buttons: readonly ButtonModel[],
): readonly { readonly names: readonly string[]; readonly reason: string }[] {
  const names = new Map<string, string[]>();
  for (const { name, press } of buttons)
    if (press.kind === 'locked')
      names.set(press.reason, [...(names.get(press.reason) ?? []), name]);
  return [...names].map(([reason, locked]) => ({ reason, names: locked }));
}
