/** The parts of the console that F6 goes through, marked in the page by `data-part`. */
const focusable = ':is(input, button, [tabindex="0"], [role="textbox"]):not([tabindex="-1"])';

/** Moves the focus to the next part of the console, or the one before, around the ends. */
export function moveToPart(root: HTMLElement, by: 1 | -1): void {
  const parts = [...root.querySelectorAll<HTMLElement>('[data-part]')];
  const at = parts.findIndex((part) => part.contains(document.activeElement));
  const next = parts[(at + by + parts.length) % parts.length];
  const wanted = next?.querySelector<HTMLElement>('[data-part-start]');
  (wanted ?? next?.querySelector<HTMLElement>(focusable))?.focus();
}
