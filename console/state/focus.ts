const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]';
const MAX_PLACES = 20;

let places: HTMLElement[][] = [];

function partsAround(element: Element): HTMLElement[] {
  const parts: HTMLElement[] = [];
  for (let part: Element | null = element; part !== null; part = part.parentElement) {
    if (part instanceof HTMLElement && part.matches(FOCUSABLE)) parts.push(part);
  }
  return parts;
}

/** Whether the focused element was removed and nothing has focus now; a field that was merely left is still there. */
function isLost(): boolean {
  const had = places[0]?.[0];
  return had !== undefined && !had.isConnected && (document.activeElement ?? document.body) === document.body;
}

function bringBack(): void {
  if (!isLost()) return;
  const next = places.flat().find((part) => part.isConnected && part.checkVisibility());
  (next ?? document.getElementById('content'))?.focus({ preventScroll: true });
}

/**
 * Restores the focus when its element is removed: to the nearest remaining ancestor, or to earlier elements, so that
 * Tab does not start over.
 */
export function keepFocus(): void {
  // Listens in the capture phase: a list that passes the focus to a row is recorded before its row.
  window.addEventListener(
    'focusin',
    ({ target }) => {
      if (target instanceof Element) places = [partsAround(target), ...places].slice(0, MAX_PLACES);
    },
    true,
  );
  const watch = new MutationObserver(() => {
    if (!isLost()) return;
    // A closing dialog restores the focus itself, one frame later.
    requestAnimationFrame(() => requestAnimationFrame(bringBack));
  });
  watch.observe(document.body, { childList: true, subtree: true });
}

/** The row the keys act on, which is the list's tab stop. */
export const ROW_AT = '[role="row"][tabindex="0"]';

/**
 * Leaves a field so that letter keys act again: focuses the cursor's row in a list, otherwise the surrounding element.
 */
export function leaveField(field: HTMLElement): void {
  const row = field.closest('section')?.querySelector<HTMLElement>(ROW_AT);
  const next = row ?? partsAround(field)[1];
  if (next === undefined) field.blur();
  else next.focus();
}
