import { Checkbox, NativeSelect, SegmentedControl } from '@mantine/core';
import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { accessLevels, atLeast } from '../../../shared/access-level.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { LeaseWish } from '../../../shared/lease.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { visibleText } from '../../format/visible-text.ts';
import {
  holdersOf,
  leaseChoices,
  restLevel,
  takePress,
  usualLeaseSeconds,
} from '../../model/lease.ts';
import { useMoment } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, dialogClasses } from '../../ui/dialog.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import { MachineText, Note } from '../../ui/words.tsx';
import classes from './lease-dialog.module.css';
import { usePresses } from './use-press.ts';

interface LeaseDialogProps {
  readonly snapshot: MachineSnapshot;
  readonly onClose: () => void;
}

type Phase =
  | { readonly kind: 'asking' }
  | { readonly kind: 'taking' }
  | { readonly kind: 'failed'; readonly failure: Failure };

const initialWish: LeaseWish = {
  level: 'Controller',
  exclusive: false,
  stealth: false,
  seconds: usualLeaseSeconds,
};

/** Asks for how long Controller is wanted, and says what that does to others. */
export function LeaseDialog({ snapshot, onClose }: LeaseDialogProps) {
  const moment = useMoment();
  const presses = usePresses();
  const [wish, setWish] = useState(initialWish);
  const [phase, setPhase] = useState<Phase>({ kind: 'asking' });
  const timeId = useId();
  const name = visibleText(snapshot.settings.name);
  const press = takePress(snapshot, moment);
  const holders = holdersOf(snapshot);

  const take = async (): Promise<void> => {
    setPhase({ kind: 'taking' });
    const answer = await presses.takeLease(snapshot.id, wish);
    if (answer.ok) onClose();
    else setPhase({ kind: 'failed', failure: answer.failure });
  };

  const locked =
    phase.kind === 'taking'
      ? `Asking ${name} for ${wish.level}…`
      : press.kind === 'locked'
        ? press.reason
        : null;
  const act = phase.kind === 'failed' ? 'Try again' : `Take ${wish.level}`;
  return (
    <Dialog
      title={`Take ${wish.level} on ${name}?`}
      icon="key"
      tone="warn"
      onClose={onClose}
      footer={
        <>
          <Button emphasis="filled" takesFocus onPress={onClose}>
            Stay {restLevel(snapshot)}
          </Button>
          <span className={dialogClasses['push']}>
            {phase.kind === 'taking' && <output>Asking the machine…</output>}
          </span>
          {locked === null ? (
            <Button onPress={() => void take()}>{act}</Button>
          ) : (
            <LockedButton name={act} reason={locked} />
          )}
        </>
      }
    >
      <p>
        Single actions take Controller by themselves and give it back. Hold it only for a series of
        them.
      </p>
      <Note tone="warn">
        While you hold it, this blocks the vendor’s software from starting runs.
      </Note>
      {holders.map((holder) => (
        <Note key={holder.key} tone="warn" icon={holder.exclusive ? 'lock' : 'attention'}>
          <b>{holder.text}.</b> {holder.blocks}
        </Note>
      ))}
      <div className={classes['time']}>
        <span id={timeId}>For how long</span>
        <SegmentedControl
          aria-labelledby={timeId}
          fullWidth
          transitionDuration={0}
          value={String(wish.seconds)}
          onChange={(value) => {
            const choice = leaseChoices.find(({ seconds }) => String(seconds) === value);
            if (choice !== undefined) setWish({ ...wish, seconds: choice.seconds });
          }}
          data={leaseChoices.map(({ seconds, label }) => ({ value: String(seconds), label }))}
        />
      </div>
      <Checkbox
        label="Exclusive"
        description="No other connection can take Controller meanwhile. Refused if one holds it now."
        checked={wish.exclusive}
        onChange={(event) => setWish({ ...wish, exclusive: event.currentTarget.checked })}
      />
      <More snapshot={snapshot} wish={wish} onChange={setWish} />
      {phase.kind === 'failed' && (
        <Note tone="err">
          <span role="alert">
            <b>{phase.failure.message}</b> {phase.failure.remedy}{' '}
            {phase.failure.kind === 'internal' && <MachineText text={phase.failure.detail} />}
          </span>
        </Note>
      )}
      {press.kind === 'locked' && (
        <Note tone="warn" icon="lock">
          <span role="alert">This cannot be done now. {press.reason}</span>
        </Note>
      )}
    </Dialog>
  );
}

interface MoreProps {
  readonly snapshot: MachineSnapshot;
  readonly wish: LeaseWish;
  readonly onChange: (wish: LeaseWish) => void;
}

/** What is wanted rarely. */
function More({ snapshot, wish, onChange }: MoreProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const levels = accessLevels.filter(
    (level): level is LeaseWish['level'] =>
      atLeast(level, 'Controller') && atLeast(snapshot.settings.cap, level),
  );
  return (
    <div>
      <button
        type="button"
        className={classes['fold']}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <ChevronRight size={16} aria-hidden="true" />
        More
      </button>
      <div id={id} className={classes['more']} hidden={!open}>
        <Checkbox
          label="Stealth"
          description="Other connections are not told of the change."
          checked={wish.stealth}
          onChange={(event) => onChange({ ...wish, stealth: event.currentTarget.checked })}
        />
        {levels.length > 1 && (
          <NativeSelect
            label="Level"
            value={wish.level}
            data={levels.map((level) => ({ value: level, label: level }))}
            onChange={(event) => {
              const level = levels.find((known) => known === event.currentTarget.value);
              if (level !== undefined) onChange({ ...wish, level });
            }}
          />
        )}
      </div>
    </div>
  );
}
