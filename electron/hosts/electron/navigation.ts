import type { WebContents } from 'electron';
import { isAllowedLink } from '../../../shared/external-links.ts';

/**
 * Keeps a window on the page it was opened with: no other address, no second window, no embedded one. A link of the allow-list that
 * asks for a window of its own opens in the system's browser.
 */
export function blockNavigation(
  contents: WebContents,
  openLink: (link: string) => Promise<unknown>,
  log: (text: string) => void,
): void {
  contents.on('will-navigate', (details) => {
    details.preventDefault();
    log(`A window was kept from going to ${details.url}.`);
  });
  contents.on('will-frame-navigate', (details) => {
    details.preventDefault();
    log(`A frame was kept from going to ${details.url}.`);
  });
  contents.on('will-redirect', (details) => {
    details.preventDefault();
    log(`A window was kept from being redirected to ${details.url}.`);
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isAllowedLink(url))
      openLink(url).catch((failure: unknown) => log(`${url} was not opened: ${String(failure)}`));
    else log(`A window was kept from opening ${url}.`);
    return { action: 'deny' };
  });
}
