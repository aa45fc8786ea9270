/** Fills the screen. A window that may not stays as it is: the view works all the same. */
export async function fillScreen(): Promise<void> {
  try {
    await document.documentElement.requestFullscreen();
  } catch {
    // Not allowed here, or not without a press.
  }
}

export async function leaveFullScreen(): Promise<void> {
  if (document.fullscreenElement === null) return;
  try {
    await document.exitFullscreen();
  } catch {
    // It was left already.
  }
}

export function fillsScreen(): boolean {
  return document.fullscreenElement !== null;
}
