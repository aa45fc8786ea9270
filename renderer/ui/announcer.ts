/** Speaks through the page's live region without moving the focus. The region itself is drawn by the app. */
export const liveRegionId = 'qd-live';

/** Says `text` politely. Saying the same again is heard again, because the region is emptied in between by a no-break space. */
export function speak(text: string): void {
  const region = document.getElementById(liveRegionId);
  if (region === null) return;
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}
