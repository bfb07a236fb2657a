/** What can have the focus, by Tab or by us. */
const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]';
/** So many places are remembered: a chain of dialogs is shorter. */
const MOST_PLACES = 20;

/** Where the focus was, the latest first: each the part itself and, outwards, what around it can have the focus. */
let places: HTMLElement[][] = [];

function partsAround(element: Element): HTMLElement[] {
  const parts: HTMLElement[] = [];
  for (let part: Element | null = element; part !== null; part = part.parentElement) {
    if (part instanceof HTMLElement && part.matches(FOCUSABLE)) parts.push(part);
  }
  return parts;
}

/** What had the focus is gone, and nothing has it now. A field that was only left is still there. */
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
 * Keeps the focus in the page. What had it may go with a row, a dialog or a screen: then the nearest part around it that
 * is still there takes it, or what had it before, so that Tab goes on from there and nobody is sent back to the start.
 */
export function keepFocus(): void {
  // On the way down: a list that hands the focus on to a row is heard before its row.
  window.addEventListener(
    'focusin',
    ({ target }) => {
      if (target instanceof Element) places = [partsAround(target), ...places].slice(0, MOST_PLACES);
    },
    true,
  );
  const watch = new MutationObserver(() => {
    if (!isLost()) return;
    // A dialog that closes gives the focus back by itself, one frame later.
    requestAnimationFrame(() => requestAnimationFrame(bringBack));
  });
  watch.observe(document.body, { childList: true, subtree: true });
}

/** The row of a list on which the keys act: the one that Tab leads to. */
export const ROW_AT = '[role="row"][tabindex="0"]';

/** Leaves a field so that letters are keys again: over a list for the row under its cursor, else for the part around it. */
export function leaveField(field: HTMLElement): void {
  const row = field.closest('section')?.querySelector<HTMLElement>(ROW_AT);
  const next = row ?? partsAround(field)[1];
  if (next === undefined) field.blur();
  else next.focus();
}
