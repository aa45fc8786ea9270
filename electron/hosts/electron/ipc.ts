import { type IpcMainInvokeEvent, type WebContents, ipcMain } from 'electron';
import type { PanelEvent } from '../../../shared/contract.ts';
import { type Failure, fail } from '../../../shared/failure.ts';
import { type Disposable, toDisposable } from '../../base/disposable.ts';
import type { PanelApi } from '../../panel/panel-api.ts';
import { channels } from './channels.ts';
import { appOrigin } from './origin.ts';

/*
 * The one wrapper around Electron's messages: requests come in on one channel, from the main frame of QuantDeck's own page only,
 * and events go out on one other, to that page only.
 */

const refused: Failure = {
  kind: 'invalid-input',
  message: 'Only QuantDeck’s own window may ask for this.',
  remedy: 'Restart QuantDeck.',
  detail: '',
};

const internal: Failure = {
  kind: 'internal',
  message: 'QuantDeck made a mistake while handling this.',
  remedy: 'Try again; if it happens again, restart QuantDeck.',
  detail: '',
};

/** Answers every window's requests until disposed. A refused sender gets a failure, not silence. */
export function answerRequests(
  panel: Pick<PanelApi, 'handle'>,
  log: (text: string) => void,
): Disposable {
  ipcMain.handle(channels.ask, async (event, name: unknown, input: unknown) => {
    if (!isOwnPage(event)) {
      log(`A request from ${event.senderFrame?.url ?? 'a frame that is gone'} was refused.`);
      return fail(refused);
    }
    try {
      return await panel.handle(name, input);
    } catch (bug) {
      log(`The request “${String(name)}” failed inside QuantDeck: ${String(bug)}`);
      return fail(internal);
    }
  });
  return toDisposable(() => ipcMain.removeHandler(channels.ask));
}

/** Sends an event to a window, if it still shows QuantDeck's own page. */
export function sendEvent(contents: WebContents, event: PanelEvent): void {
  if (contents.isDestroyed() || contents.isCrashed()) return;
  if (contents.mainFrame.origin !== appOrigin) return;
  contents.send(channels.event, event);
}

function isOwnPage(event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  // Null once the frame has gone; a frame inside the page is not the page.
  return frame !== null && frame === event.sender.mainFrame && frame.origin === appOrigin;
}
