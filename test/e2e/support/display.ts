import type { Page } from '@playwright/test';

/**
 * What can be pressed and is less high or wide than `least`, as a finger finds it: a control that answers beyond its box,
 * or whose label does, counts as large as that. Links within sentences are exempt (WCAG 2.5.8).
 */
export async function smallTargets(page: Page, least: number): Promise<readonly string[]> {
  return page.evaluate((size) => {
    const pressable =
      'button, a[href], select, input:not([type="hidden"]), textarea, [role="tab"], [role="menuitem"], [role="option"]';
    const half = size / 2 - 1;
    return [...document.querySelectorAll<HTMLElement>(pressable)].flatMap((element) => {
      const label =
        element.closest('label') ??
        document.querySelector(`label[for="${CSS.escape(element.id)}"]`);
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return [];
      if (element.tagName === 'A' && getComputedStyle(element).display === 'inline') return [];
      if (getComputedStyle(element).clipPath !== 'none') return [];
      const near = (label ?? element).getBoundingClientRect();
      if (near.width >= size - 0.5 && near.height >= size - 0.5) return [];
      const own = element.getBoundingClientRect();
      if (own.width <= 1) return [];
      if (own.width >= size - 0.5 && own.height >= size - 0.5) return [];
      element.scrollIntoView({ block: 'center', inline: 'center' });
      const box = element.getBoundingClientRect();
      const x = box.x + box.width / 2;
      const y = box.y + box.height / 2;
      const answers = (dx: number, dy: number): boolean => {
        const hit = document.elementFromPoint(x + dx, y + dy);
        return hit !== null && (element.contains(hit) || label?.contains(hit) === true);
      };
      const high = own.height >= size - 0.5 || (answers(0, -half) && answers(0, half));
      const wide = own.width >= size - 0.5 || (answers(-half, 0) && answers(half, 0));
      const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
      return high && wide
        ? []
        : [
            `${element.tagName} “${name.trim().slice(0, 40)}” ${Math.round(own.width)}×${Math.round(own.height)}`,
          ];
    });
  }, least);
}

/** What reaches beyond the window's right edge and cannot be brought in by scrolling a region made for it. */
export async function beyondTheWindow(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- it runs in the page, where nothing outside is
    const scrollsSideways = (element: Element | null): boolean => {
      for (let at = element; at !== null; at = at.parentElement) {
        const { overflowX } = getComputedStyle(at);
        if (overflowX === 'auto' || overflowX === 'scroll') {
          // Tables, charts and texts in fixed width may; a whole view may not.
          if (at.querySelector('h1') === null && at.scrollWidth > at.clientWidth) return true;
        }
        if (overflowX === 'hidden' && getComputedStyle(at).textOverflow === 'ellipsis') return true;
      }
      return false;
    };
    return [
      ...document.querySelectorAll(
        'button, a[href], input, select, h1, h2, h3, p, dd, dt, td, th, label',
      ),
    ].flatMap((element) => {
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return [];
      const box = element.getBoundingClientRect();
      if (box.width <= 1 || getComputedStyle(element).clipPath !== 'none') return [];
      if (box.right <= window.innerWidth + 1 || scrollsSideways(element)) return [];
      return [
        `${element.tagName} “${element.textContent?.trim().slice(0, 40)}” ends at ${Math.round(box.right)}`,
      ];
    });
  });
}

/** Animations and transitions that still run, or would run on, and say nothing that a still picture does not. */
export async function movesOnItsOwn(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    document.getAnimations().flatMap((animation) => {
      const { duration, iterations } = animation.effect?.getComputedTiming() ?? {};
      const lasts = Number(duration ?? 0) * (iterations ?? 1);
      return lasts > 1 ? [`an animation of ${lasts} ms`] : [];
    }),
  );
}
