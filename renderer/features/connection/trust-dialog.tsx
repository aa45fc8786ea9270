import { useState } from 'react';
import type { Failure } from '../../../shared/failure.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { visibleText } from '../../format/visible-text.ts';
import { engineStopped } from '../../model/engine.ts';
import { useAsk, useMoment } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, dialogClasses } from '../../ui/dialog.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import { Note } from '../../ui/words.tsx';
import { Fingerprint } from './fingerprint.tsx';

interface TrustDialogProps {
  readonly snapshot: MachineSnapshot;
  readonly onClose: () => void;
}

/** Shows the certificate a machine offers beside the one that was trusted, and pins it only when asked to. */
export function TrustDialog({ snapshot, onClose }: TrustDialogProps) {
  const ask = useAsk();
  const { engine } = useMoment();
  const [failure, setFailure] = useState<Failure | null>(null);
  // The certificate that is being read: another one offered meanwhile must not be trusted by this dialog.
  const [shown] = useState(snapshot.offeredCertificate);
  const offered = snapshot.offeredCertificate;
  const name = visibleText(snapshot.settings.name);
  if (shown === null) return null;
  const changed = shown.previousFingerprint !== null;
  const trust = async (): Promise<void> => {
    const answer = await ask('connection.trust', {
      machineId: snapshot.id,
      fingerprint: shown.fingerprint,
    });
    if (answer.ok) onClose();
    else setFailure(answer.failure);
  };
  const locked =
    engine === 'down'
      ? engineStopped
      : offered?.fingerprint === shown.fingerprint
        ? null
        : `${name} no longer offers this certificate. Close this and look again.`;
  const act = changed ? 'Trust new certificate' : 'Trust certificate';
  return (
    <Dialog
      title={changed ? `The certificate of ${name} changed` : `Trust the certificate of ${name}?`}
      icon="trust"
      tone="warn"
      size={520}
      onClose={onClose}
      footer={
        <>
          <Button emphasis="filled" takesFocus onPress={onClose}>
            Do not trust
          </Button>
          <span className={dialogClasses['push']} />
          {locked === null ? (
            <Button emphasis="danger" onPress={() => void trust()}>
              {act}
            </Button>
          ) : (
            <LockedButton name={act} reason={locked} />
          )}
        </>
      }
    >
      <p>
        {changed
          ? 'This happens when a gateway’s certificate is renewed, and also when someone sits between you and the machine. Ask whoever looks after it before you trust it.'
          : 'Compare it with what whoever looks after the machine tells you. QuantDeck then insists on this certificate and asks again if it changes.'}
      </p>
      <h3 className={dialogClasses['h3']}>Offered now, SHA-256 fingerprint</h3>
      <Fingerprint text={shown.fingerprint} />
      <p className={dialogClasses['foot']}>{visibleText(shown.subject)}</p>
      {shown.previousFingerprint !== null && (
        <>
          <h3 className={dialogClasses['h3']}>Trusted until now</h3>
          <Fingerprint text={shown.previousFingerprint} />
        </>
      )}
      {locked !== null && (
        <Note tone="warn" icon="lock">
          <span role="alert">{locked}</span>
        </Note>
      )}
      {failure !== null && (
        <Note tone="err">
          <span role="alert">
            <b>{failure.message}</b> {failure.remedy}
          </span>
        </Note>
      )}
    </Dialog>
  );
}
