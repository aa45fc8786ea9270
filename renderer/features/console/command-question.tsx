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
import { LiveFacts } from '../action/live-facts.tsx';

interface CommandQuestionProps {
  readonly snapshot: MachineSnapshot;
  readonly command: string;
  readonly verdict: Extract<Verdict, { kind: 'confirm' }>;
  readonly onSend: (acknowledgement: Acknowledgement) => void;
  readonly onClose: () => void;
}

/** Asks before a typed command that acts on the machine is sent, with the reasons its button would give. */
export function CommandQuestion({
  snapshot,
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
  const agree = (): void =>
    onSend({
      situation: verdict.situation,
      codes: verdict.reasons.map(({ code }) => code),
      typedName: wantsName ? typedName : '',
    });
  return (
    <Dialog
      title={`Send this to ${visibleText(name)}?`}
      icon="attention"
      tone="warn"
      onClose={onClose}
      footer={
        <>
          <Button emphasis="filled" takesFocus onPress={onClose}>
            Do not send
          </Button>
          <span className={dialogClasses['push']} />
          {missing ? (
            <LockedButton name="Send command" reason={`Type ${name} first.`} />
          ) : (
            <Button emphasis="danger" onPress={agree}>
              Send command
            </Button>
          )}
        </>
      }
    >
      <p>
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
