/** The tokens a canvas needs: it knows nothing of style sheets. */
export interface PlotColours {
  readonly surface: string;
  readonly sunken: string;
  readonly band: string;
  readonly border: string;
  readonly line: string;
  readonly text: string;
  readonly text2: string;
  readonly text3: string;
  readonly sample: string;
  readonly block: string;
  readonly cover: string;
  readonly set: string;
  readonly warn: string;
  readonly warnTint: string;
  readonly font: string;
  /** False until the letters have arrived: what was drawn before has to be drawn again. */
  readonly fontReady: boolean;
}

export function readColours(root: Element): PlotColours {
  const style = getComputedStyle(root);
  const token = (name: string): string => style.getPropertyValue(`--qd-${name}`).trim();
  return {
    surface: token('surface'),
    sunken: token('sunken'),
    band: token('idle-tint'),
    border: token('border'),
    line: token('line'),
    text: token('text'),
    text2: token('text-2'),
    text3: token('text-3'),
    sample: token('c-sample'),
    block: token('c-block'),
    cover: token('c-cover'),
    set: token('c-set'),
    warn: token('warn'),
    warnTint: token('warn-tint'),
    font: token('font'),
    fontReady: letters()?.status !== 'loading',
  };
}

let last: PlotColours | null = null;

/** The same object until a colour changes, as `useSyncExternalStore` needs it. */
export function currentColours(): PlotColours {
  const fresh = readColours(document.documentElement);
  if (last === null || JSON.stringify(fresh) !== JSON.stringify(last)) last = fresh;
  return last;
}

/** Calls back when the theme changes or letters arrive; the answer ends it. */
export function watchColours(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] });
  const fonts = letters();
  for (const event of ['loading', 'loadingdone']) fonts?.addEventListener(event, changed);
  return () => {
    observer.disconnect();
    for (const event of ['loading', 'loadingdone']) fonts?.removeEventListener(event, changed);
  };
}

/** Not every document has fonts to wait for: one without a screen has none. */
function letters(): FontFaceSet | undefined {
  return document.fonts;
}
