import { useEffect, useState } from 'react';

/** Where the focus should go back to: for a menu's item the button that opened the menu, because the menu is gone by then. */
function originOf(element: Element | null): HTMLElement | null {
  const menu = element?.closest('[role="menu"]') ?? null;
  if (menu !== null) return document.getElementById(menu.getAttribute('aria-labelledby') ?? '');
  return element instanceof HTMLElement ? element : null;
}

/** Gives the focus back to what had it when this view appeared; to the page's main part if that is gone. */
export function useReturnFocus(): void {
  const [origin] = useState(() => originOf(document.activeElement));
  useEffect(
    () => () => {
      const target =
        origin?.isConnected === true && origin !== document.body
          ? origin
          : document.querySelector<HTMLElement>('main');
      target?.focus();
    },
    [origin],
  );
}
