import { useEffect } from 'react';
import { assertNever } from '../../shared/assert-never.ts';
import { type CommandId, commandOf } from '../../shared/shortcuts.ts';
import { go } from '../stores/router.ts';
import type { Services } from '../stores/services.ts';
import { withDialog } from '../stores/ui-state.ts';
import { usePanel, useServices } from '../stores/use-services.ts';
import { pressLock } from './controls/press-lock.ts';
import { keyPlatform } from './key-platform.ts';

/** Does what the application's menu and the keys ask for. An open dialog is answered first: until then it keeps the window. */
export function useCommands(): void {
  const services = useServices();
  const host = usePanel((state) => state.replica?.about.host ?? null);
  useEffect(
    () =>
      services.bridge.onEvent((event) => {
        if (event.event === 'command') runCommand(event.payload.id, services);
      }),
    [services],
  );
  useEffect(() => {
    // The desktop app's menu has the same keys; here they would be done twice.
    if (host !== 'browser') return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      const id = commandOf(event, keyPlatform);
      if (id === null || event.repeat) return;
      event.preventDefault();
      runCommand(id, services);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [host, services]);
}

function runCommand(id: CommandId, services: Services): void {
  const { ui } = services;
  if (ui.getState().dialog.kind !== 'none') return;
  switch (id) {
    case 'go-machines':
      return go({ kind: 'machines' });
    case 'go-history':
      return go({ kind: 'history', id: null });
    case 'go-activity':
      return go({ kind: 'activity' });
    case 'go-console':
      return go({ kind: 'console', id: null });
    case 'go-settings':
      return go({ kind: 'settings' });
    case 'add-machine':
      return ui.setState((state) => withDialog(state, { kind: 'add-machine' }));
    case 'lock-controls':
      void pressLock(services);
      return undefined;
    default:
      return assertNever(id);
  }
}
