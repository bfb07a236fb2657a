/** The nearest thing around that ends in an ellipsis because its text is longer than it is. */
function cutAt(target: EventTarget | null): HTMLElement | null {
  for (let at = target instanceof Element ? target : null; at !== null; at = at.parentElement)
    if (
      at instanceof HTMLElement &&
      at.scrollWidth > at.clientWidth &&
      getComputedStyle(at).textOverflow === 'ellipsis'
    )
      return at;
  return null;
}

/** Whatever is cut says the whole when it is pointed at, unless it has something better to say. Called once. */
export function tellCutText(): void {
  document.addEventListener('pointerover', ({ target }) => {
    const cut = cutAt(target);
    if (cut === null || cut.closest('[title]') !== null) return;
    cut.title = cut.textContent.trim();
    // Another text may come into the same place.
    cut.addEventListener('pointerleave', () => cut.removeAttribute('title'), { once: true });
  });
}
