import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Acknowledgement, Verdict } from '../../../shared/action.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { visibleText } from '../../format/visible-text.ts';
import { useMoment } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, dialogClasses } from '../../ui/dialog.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import { MachineText, ReasonList } from '../../ui/words.tsx';
import classes from './console.module.css';
import { LiveFacts } from '../action/live-facts.tsx';

interface CommandQuestionProps {
  readonly snapshot: MachineSnapshot;
  /** What is sent: one command, or a script of which `command` lists what is risky. */
  readonly what?: 'command' | 'script';
  readonly command: string;
  readonly verdict: Extract<Verdict, { kind: 'confirm' }>;
  readonly onSend: (acknowledgement: Acknowledgement) => void;
  readonly onClose: () => void;
}

/** Asks before a typed command that acts on the machine is sent, with the reasons its button would give. */
export function CommandQuestion({
  snapshot,
  what = 'command',
  command,
  verdict,
  onSend,
  onClose,
}: CommandQuestionProps) {
  const moment = useMoment();
  const [typedName, setTypedName] = useState('');
  const { name } = snapshot.settings;
  const wantsName = verdict.effort === 'type-name';
  const missing = wantsName && typedName.trim() !== name;
  const agreeWord = what === 'command' ? 'Send command' : 'Run script';
  const agree = (): void =>
    onSend({
      situation: verdict.situation,
      codes: verdict.reasons.map(({ code }) => code),
      typedName: wantsName ? typedName : '',
    });
  return (
    <Dialog
      title={
        what === 'command'
          ? `Send this to ${visibleText(name)}?`
          : `Run this on ${visibleText(name)}?`
      }
      icon="attention"
      tone="warn"
      onClose={onClose}
      footer={
        <>
          <Button emphasis="filled" takesFocus onPress={onClose}>
            {what === 'command' ? 'Do not send' : 'Do not run'}
          </Button>
          <span className={dialogClasses['push']} />
          {missing ? (
            <LockedButton name={agreeWord} reason={`Type ${name} first.`} />
          ) : (
            <Button emphasis="danger" onPress={agree}>
              {agreeWord}
            </Button>
          )}
        </>
      }
    >
      <p className={classes['asked']}>
        <MachineText text={command} />
      </p>
      <LiveFacts snapshot={snapshot} moment={moment} />
      <ReasonList reasons={verdict.reasons} />
      {wantsName && (
        <TextInput
          label={`Type ${name} to continue`}
          value={typedName}
          onChange={(event) => setTypedName(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
        />
      )}
    </Dialog>
  );
}
