/**
 * Keeps the keyboard where it was. What had the focus may be switched off while it is busy, or be gone once it is done:
 * then a browser leaves the focus nowhere, and the next key begins at the top of the page. It comes back to the same
 * control once that can be used again, or goes to the heading of the closest part of the screen that is still there.
 * Where the whole screen is another one, that one begins at its own heading (screen.tsx).
 */
export function keepFocus(): void {
  let last: {
    readonly at: HTMLElement;
    readonly around: readonly Element[];
    readonly byKeyboard: boolean;
  } | null = null;
  const isNowhere = (): boolean =>
    document.activeElement === null || document.activeElement === document.body;
  const putBack = (): void => {
    if (last === null || !isNowhere()) return;
    const { at, around, byKeyboard } = last;
    const target = at.isConnected ? at : headingOf(around);
    target?.focus({ preventScroll: !byKeyboard });
  };
  addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    last = { at: target, around: ancestorsOf(target), byKeyboard: target.matches(':focus-visible') };
  });
  addEventListener('focusout', ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    // Who leaves a control that could be used on, as by pressing beside it, wants to be nowhere.
    queueMicrotask(() => {
      if (isNowhere() && last?.at === target && target.isConnected && !target.matches(':disabled'))
        last = null;
    });
  });
  new MutationObserver(() => {
    // A browser takes the focus from what is switched off or hidden after it has drawn.
    requestAnimationFrame(() => setTimeout(putBack));
  }).observe(document.body, {
    subtree: true,
    childList: true,
    attributeFilter: ['disabled', 'hidden', 'class'],
  });
}

function ancestorsOf(element: Element): Element[] {
  const parent = element.closest('main') === element ? null : element.parentElement;
  return parent === null || parent === document.body ? [] : [parent, ...ancestorsOf(parent)];
}

/** The heading of the innermost part that is still there, made a place for the focus. */
function headingOf(around: readonly Element[]): HTMLElement | null {
  for (const part of around) {
    if (!part.isConnected) continue;
    const heading = part.querySelector<HTMLElement>('h1, h2, h3');
    if (heading === null) continue;
    heading.tabIndex = -1;
    return heading;
  }
  return null;
}
