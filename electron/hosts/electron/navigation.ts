import type { WebContents } from 'electron';

/** Keeps a window on the page it was opened with: no other address, no second window, no embedded one. */
export function blockNavigation(contents: WebContents, log: (text: string) => void): void {
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
    log(`A window was kept from opening ${url}.`);
    return { action: 'deny' };
  });
}
