import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { routeHref } from '../../stores/router.ts';
import { useAsk } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useShellPresses } from '../action/use-shell-presses.ts';
import classes from './welcome.module.css';

const steps = ['Practise', 'Add yours', 'Access levels'] as const;

/** Three steps for the very first start, above the machines: what they speak of can be done right below. */
export function Welcome({ machines }: { readonly machines: readonly MachineSnapshot[] }) {
  const ask = useAsk();
  const [step, setStep] = useState(0);
  /** Whether a person went from step to step: then its heading takes the focus. */
  const [moved, setMoved] = useState(false);
  const to = (next: number): void => {
    setMoved(true);
    setStep(next);
  };
  const leave = (): void => void ask('preferences.change', { welcome: { seen: true } });
  const last = step === steps.length - 1;
  return (
    <section className={classes['welcome']} aria-label="Welcome">
      <ol className={classes['steps']} aria-label="Steps">
        {steps.map((name, index) => (
          <li key={name} {...(index === step ? { 'aria-current': 'step' } : {})}>
            <span aria-hidden="true">{index + 1}</span>
            {name}
          </li>
        ))}
      </ol>
      <div className={classes['text']}>
        <Step key={step} index={step} takesFocus={moved} machines={machines} />
      </div>
      <div className={classes['row']}>
        {step > 0 && <Button onPress={() => to(step - 1)}>Back</Button>}
        {!last && (
          <Button emphasis="filled" onPress={() => to(step + 1)}>
            Next
          </Button>
        )}
        {last && (
          <Button emphasis="filled" onPress={leave}>
            Done
          </Button>
        )}
        {!last && (
          <Button emphasis="quiet" onPress={leave}>
            Skip the welcome
          </Button>
        )}
      </div>
    </section>
  );
}

interface StepProps {
  readonly index: number;
  readonly takesFocus: boolean;
  readonly machines: readonly MachineSnapshot[];
}

function Step({ index, takesFocus, machines }: StepProps) {
  const shell = useShellPresses();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  const practice = machines.filter(({ settings }) => settings.kind === 'simulated');
  const practised = practice.some(({ actions }) =>
    actions.some(({ state }) => state.kind === 'confirmed'),
  );
  const title = (words: ReactNode): ReactNode => (
    <h2 ref={heading} tabIndex={-1}>
      {words}
    </h2>
  );
  if (index === 0)
    return (
      <>
        {title('Welcome to QuantDeck. Practise first.')}
        <p>
          The practice machine{practice.length > 0 && ' below'} is simulated: nothing moves and
          nothing heats. Press <b>Open drawer</b> on its card. The card says <i>sent</i>, then{' '}
          <i>accepted</i>, and <i>confirmed</i> once the machine reports that the drawer is open.
        </p>
        {practised ? (
          <p className={classes['done']}>
            <Icon name="finished" size={18} /> You did it: the practice machine confirmed an action.
          </p>
        ) : (
          // Without any machine the page below offers it already.
          practice.length === 0 &&
          machines.length > 0 && (
            <Button icon="add" onPress={shell.addSimulated}>
              Add the practice machine
            </Button>
          )
        )}
      </>
    );
  if (index === 1)
    return (
      <>
        {title('Add your machine')}
        <p>
          You need its address in your network, such as <code>qpcr1.lab.local</code> or{' '}
          <code>192.0.2.40</code>. QuantDeck tries the connection step by step and says what is in
          the way. Firmware 1.3.2 and later needs a{' '}
          <a href={routeHref({ kind: 'help', page: 'gateway', section: null })}>small gateway</a>.
        </p>
        <Button icon="add" onPress={shell.addMachine}>
          Add my machine
        </Button>
      </>
    );
  return (
    <>
      {title('What the access levels mean')}
      <dl className={classes['levels']}>
        <dt>Observer</dt>
        <dd>looks and touches nothing. QuantDeck is Observer unless an action needs more.</dd>
        <dt>Controller</dt>
        <dd>
          acts: drawer, cover, pause, stop, abort. Meanwhile the vendor’s software starts no runs,
          so QuantDeck takes it for one action and gives it back.
        </dd>
      </dl>
      <p>
        You set the highest level for each machine. More under{' '}
        <a href={routeHref({ kind: 'help', page: 'safety', section: null })}>Help</a>.
      </p>
    </>
  );
}
