import { TextInput } from '@mantine/core';
import { useId, useRef, useState } from 'react';
import { blockRange } from '../../../shared/action.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { actionButton, blockOnButton } from '../../model/button.ts';
import { blockSetting, readTarget } from '../../model/block.ts';
import type { Moment } from '../../model/engine.ts';
import { blockValue } from '../../model/values.ts';
import { Button } from '../../ui/button.tsx';
import { AgeLabel, agedClass } from '../../ui/words.tsx';
import { MachineButton } from '../action/machine-button.tsx';
import { usePresses } from '../action/use-press.ts';
import own from './block-panel.module.css';
import classes from './machine.module.css';

interface BlockPanelProps {
  readonly snapshot: MachineSnapshot;
  readonly moment: Moment;
}

/** Sets the block's temperature by hand, switches it off, and shows what the machine reports of it. */
export function BlockPanel({ snapshot, moment }: BlockPanelProps) {
  const presses = usePresses();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const rangeId = useId();
  const { id, readings } = snapshot;
  const block = blockValue(readings, moment);
  const setting = blockSetting(readings, moment);
  const reading = readTarget(text);
  const target = reading.kind === 'target' ? reading.target : blockRange.min;
  const set = blockOnButton(snapshot, target, moment);
  const off = actionButton(snapshot, 'block-off', moment);
  const actable = set.press.kind === 'perform' || set.press.kind === 'ask';

  const explain = (): void => {
    if (reading.kind !== 'problem') return;
    setProblem(reading.text);
    input.current?.focus();
  };
  return (
    <section className={classes['panel']} aria-labelledby="block">
      <div className={classes['panelHead']}>
        <h2 id="block">Block</h2>
        {block.age !== null && (
          <span className={classes['push']}>
            <AgeLabel age={block.age} />
          </span>
        )}
      </div>
      <dl className={own['facts']}>
        <div>
          <dt>Now</dt>
          <dd className={agedClass(block.age)}>{block.text}</dd>
        </div>
        <div>
          <dt>Machine reports</dt>
          <dd className={agedClass(setting.age)}>{setting.text}</dd>
        </div>
      </dl>
      <form
        className={own['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (reading.kind === 'problem') explain();
          else presses.press(id, set.name, set.press);
        }}
      >
        <TextInput
          ref={input}
          className={own['target'] ?? ''}
          label="Target, °C"
          inputMode="decimal"
          autoComplete="off"
          value={text}
          error={problem !== null}
          aria-describedby={rangeId}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setProblem(null);
          }}
        />
        {actable && reading.kind === 'problem' ? (
          <Button icon="heat" onPress={explain}>
            {set.name}
          </Button>
        ) : (
          <MachineButton machineId={id} button={set} />
        )}
        <MachineButton machineId={id} button={off} />
        <button type="submit" hidden aria-label={set.name} />
      </form>
      <p id={rangeId} className={classes['why']}>
        {problem === null ? (
          `${blockRange.min} to ${blockRange.max} °C, confirmed once the machine reports it.`
        ) : (
          <span role="alert" className={own['problem']}>
            {problem}
          </span>
        )}
      </p>
      {set.press.kind === 'locked' && (
        // The buttons carry the same words for assistive technology.
        <p className={classes['why']} aria-hidden="true">
          <b>{set.name}:</b> {set.press.reason}
        </p>
      )}
    </section>
  );
}
