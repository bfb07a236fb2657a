/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core';

/**
 * Returns layout faults of a page, one line each: cut text without an ellipsis and a tooltip, words that run together,
 * overlapping texts and controls, and content that overflows its button, row or panel, or the window sideways. Empty:
 * none.
 */
export async function boxFaults(page: Page): Promise<string[]> {
  // Layout that depends on the window's size is rendered a frame or two later.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(undefined)))),
  );
  return page.evaluate(findBoxFaults);
}

/** Runs in the page, so it must not use anything outside itself. */
function findBoxFaults(): string[] {
  interface Box {
    left: number;
    right: number;
    top: number;
    bottom: number;
  }
  interface Shown {
    element: Element;
    whole: Box;
    seen: Box;
    name: string;
    isControl: boolean;
  }
  /** A rounded pixel and an antialiased edge are no fault. */
  const ROUNDING = 1.5;
  const CONTROLS = 'button, a[href], input, select, textarea, summary';
  /** Texts that name the page or a place are never cut, not even with an ellipsis. */
  const TITLES = 'h1, nav.side > .scrolls > .places a';
  /** Containers whose content must not overflow sideways. */
  const HOLDERS =
    'button, a.button, .button, .chip, .tag, .clock, section, article, aside, main, nav, header, footer, dialog, fieldset, td, th, ' +
    '[role=row], [role=gridcell], [role=columnheader], [role=region], [role=dialog], [role=alertdialog]';
  const styles = new Map<Element, CSSStyleDeclaration>();
  const getStyle = (element: Element) => {
    const known = styles.get(element) ?? getComputedStyle(element);
    styles.set(element, known);
    return known;
  };
  const rects = new Map<Element, DOMRect>();
  const getRect = (element: Element) => {
    const known = rects.get(element) ?? element.getBoundingClientRect();
    rects.set(element, known);
    return known;
  };
  const getParent = (element: Element): Element | null => element.parentElement;
  const toBox = ({ left, right, top, bottom }: DOMRect): Box => ({ left, right, top, bottom });
  const meet = (one: Box, other: Box): Box => ({
    left: Math.max(one.left, other.left),
    right: Math.min(one.right, other.right),
    top: Math.max(one.top, other.top),
    bottom: Math.min(one.bottom, other.bottom),
  });
  const isEmpty = ({ left, right, top, bottom }: Box) => right - left < 1 || bottom - top < 1;
  const clips = (overflow: string) => overflow !== 'visible';
  const scrolls = (overflow: string) => overflow === 'auto' || overflow === 'scroll';
  const describePlace = (element: Element) => {
    const of = (one: Element | null) =>
      one === null
        ? ''
        : `${one.tagName.toLowerCase()}${[...one.classList]
            .slice(0, 3)
            .map((name) => `.${name}`)
            .join('')}`;
    return `${of(getParent(element))} > ${of(element)}`;
  };
  const said = (text: string) => JSON.stringify(text.trim().replaceAll(/\s+/g, ' ').slice(0, 50));

  /** Visually hidden, or not rendered at all. */
  const unseen = new Map<Element, boolean>();
  const isUnseen = (element: Element): boolean => {
    const known = unseen.get(element);
    if (known !== undefined) return known;
    const { display, visibility, opacity, clipPath, position } = getStyle(element);
    const { width, height } = getRect(element);
    const parent = getParent(element);
    const answer =
      // Content of a closed `details`: it has a layout box and is not rendered.
      !element.checkVisibility() ||
      display === 'none' ||
      visibility !== 'visible' ||
      opacity === '0' ||
      (position === 'absolute' && ((width <= 1 && height <= 1) || clipPath !== 'none')) ||
      (parent !== null && isUnseen(parent));
    unseen.set(element, answer);
    return answer;
  };

  const look = (element: Element, whole: Box): { seen: Box; cutBy: Element | null } => {
    let seen = { ...whole };
    let cutBy: Element | null = null;
    for (let at: Element | null = element; at !== null; at = getParent(at)) {
      const { overflowX, overflowY, position, display } = getStyle(at);
      if (display !== 'inline' && display !== 'contents' && (clips(overflowX) || clips(overflowY))) {
        const edge = toBox(getRect(at));
        const isSideways = seen.left < edge.left - ROUNDING || seen.right > edge.right + ROUNDING;
        if (isSideways && clips(overflowX) && !scrolls(overflowX)) cutBy ??= at;
        seen = meet(seen, {
          left: clips(overflowX) ? edge.left : seen.left,
          right: clips(overflowX) ? edge.right : seen.right,
          top: clips(overflowY) ? edge.top : seen.top,
          bottom: clips(overflowY) ? edge.bottom : seen.bottom,
        });
      }
      if (position === 'fixed') break;
    }
    return { seen, cutBy };
  };

  const shown: Shown[] = [];
  const faults = new Set<string>();
  const add = (element: Element, whole: Box, { name, isControl }: { name: string; isControl: boolean }) => {
    if (isEmpty(whole) || isUnseen(element)) return;
    const { seen, cutBy } = look(element, whole);
    if (cutBy !== null && !isEmpty(meet(seen, whole)) && !showsAll(element, cutBy))
      faults.add(`cut: ${name} in ${describePlace(cutBy)}`);
    if (!isEmpty(seen)) shown.push({ element, whole, seen, name, isControl });
  };
  const showsAll = (element: Element, cutBy: Element): boolean => {
    if (element.closest(TITLES) !== null || !endsInEllipsis(element, cutBy)) return false;
    element.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
    return element.closest('[title]') !== null;
  };

  /** An ellipsis of an ancestor is only drawn for text that flows in that ancestor itself. */
  const endsInEllipsis = (element: Element, cutBy: Element): boolean => {
    for (let at: Element = element; ; at = getParent(at) ?? cutBy) {
      if (/ellipsis/.test(getStyle(at).textOverflow) && getStyle(at).display !== 'inline')
        return !/flex|grid/.test(getStyle(at).display);
      if (at === cutBy || getStyle(at).display !== 'inline') return false;
    }
  };

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let before: { element: Element; text: string; rect: DOMRect | undefined } | null = null;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent ?? '';
    if (element === null || text.trim() === '' || /^(SCRIPT|STYLE|OPTION|TITLE)$/.test(element.tagName.toUpperCase()))
      continue;
    range.selectNodeContents(node);
    const lines = [...range.getClientRects()];
    const [first] = lines;
    if (isUnseen(element)) continue;
    if (before !== null && before.element !== element && first !== undefined && before.rect !== undefined) {
      const isBeside = first.top < before.rect.bottom - ROUNDING && before.rect.top < first.bottom - ROUNDING;
      const gap = first.left - before.rect.right;
      const areWords = /[\p{L}\p{N}]$/u.test(before.text) && /^[\p{L}\p{N}]/u.test(text);
      if (isBeside && areWords && Math.abs(gap) < ROUNDING)
        faults.add(`run together: ${said(before.text)} and ${said(text)} in ${describePlace(element)}`);
    }
    before = { element, text, rect: lines.at(-1) };
    for (const rect of lines) {
      // Glyphs fill the middle of their line: with tight lines their boxes touch and the glyphs do not.
      const { left, right, top, bottom } = toBox(rect);
      const spare = (bottom - top) * 0.22;
      add(element, { left, right, top: top + spare, bottom: bottom - spare }, { name: said(text), isControl: false });
    }
  }
  for (const control of document.querySelectorAll(CONTROLS)) {
    const name = control.textContent?.trim() || control.getAttribute('aria-label') || control.tagName.toLowerCase();
    add(control, toBox(getRect(control)), { name: said(name), isControl: true });
  }

  // Content below a sticky or floating layer is covered by it, which is not an overlap fault.
  const findLayer = (element: Element): Element | null => {
    for (let at: Element | null = element; at !== null; at = getParent(at))
      if (
        /^(sticky|fixed|absolute)$/.test(getStyle(at).position) &&
        getStyle(at).backgroundColor !== 'rgba(0, 0, 0, 0)'
      )
        return at;
    return null;
  };
  const layers = new Map(shown.map(({ element }) => [element, findLayer(element)]));
  const sorted = shown.toSorted((one, other) => one.seen.top - other.seen.top);
  sorted.forEach((one, place) => {
    for (const other of sorted.slice(place + 1)) {
      if (other.seen.top >= one.seen.bottom) break;
      if (one.element === other.element || one.element.contains(other.element) || other.element.contains(one.element))
        continue;
      if (layers.get(one.element) !== layers.get(other.element)) continue;
      const both = meet(one.seen, other.seen);
      if (both.right - both.left > ROUNDING && both.bottom - both.top > ROUNDING)
        faults.add(
          `overlap: ${one.name} (${describePlace(one.element)}) and ${other.name} (${describePlace(other.element)})`,
        );
    }
  });

  // Overflow of the container or of the window.
  for (const { element, whole, name, isControl } of shown) {
    for (let at: Element | null = element; at !== null; at = getParent(at)) {
      const { overflowX, display } = getStyle(at);
      if (at === element && isControl) continue;
      // Clipped content overflows no further, and clipping is reported above.
      if (clips(overflowX) && display !== 'inline') break;
      if (!at.matches(HOLDERS) || display === 'inline' || display === 'contents') continue;
      const edge = getRect(at);
      if (whole.left < edge.left - ROUNDING || whole.right > edge.right + ROUNDING) {
        faults.add(`out of ${describePlace(at)}: ${name}`);
        break;
      }
    }
  }
  for (const { seen, name, element } of shown)
    if (seen.left < -ROUNDING || seen.right > innerWidth + ROUNDING)
      faults.add(`out of the window: ${name} (${describePlace(element)})`);
  if (document.documentElement.scrollWidth > innerWidth)
    faults.add(`the window scrolls sideways: ${document.documentElement.scrollWidth} in ${innerWidth}`);
  return [...faults];
}
