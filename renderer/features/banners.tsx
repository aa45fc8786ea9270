import type { Notice } from '../../shared/contract.ts';
import type { IconName } from '../model/icon-name.ts';
import { usePanel, useUi } from '../stores/use-services.ts';
import { Button, classNames } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useShellPresses } from './action/use-shell-presses.ts';
import classes from './shell.module.css';

const icons: Readonly<Record<Notice['severity'], IconName>> = {
  info: 'info',
  warning: 'attention',
  error: 'error',
};

const tones: Readonly<Record<Notice['severity'], string | undefined>> = {
  info: undefined,
  warning: classes['warn'],
  error: classes['err'],
};

const noNotices: readonly Notice[] = [];

/** What concerns the whole window: a stopped engine, notices, a request that failed. */
export function Banners() {
  const link = usePanel((state) => state.link);
  const notices = usePanel((state) => state.replica?.notices ?? noNotices);
  const failure = useUi((state) => state.shellFailure);
  const shell = useShellPresses();
  return (
    <>
      {link.kind === 'down' && (
        <div className={classNames(classes['banner'], classes['err'])} role="alert">
          <Icon name="error" size={20} />
          <p>
            <b>QuantDeck’s engine stopped.</b> What you see is old, and nothing can be sent.
            Machines go on with what they were doing. This window reconnects by itself; otherwise
            start QuantDeck again.
          </p>
        </div>
      )}
      {failure !== null && (
        <div className={classNames(classes['banner'], classes['err'])} role="alert">
          <Icon name="error" size={20} />
          <p>
            <b>{failure.message}</b> {failure.remedy}
          </p>
          <Button small onPress={shell.dismissFailure}>
            Dismiss
          </Button>
        </div>
      )}
      {notices.map((notice) => (
        <div key={notice.id} className={classNames(classes['banner'], tones[notice.severity])}>
          <Icon name={icons[notice.severity]} size={20} />
          <output>{notice.text}</output>
          <Button small onPress={() => shell.dismissNotice(notice.id)}>
            Dismiss
          </Button>
        </div>
      ))}
    </>
  );
}
