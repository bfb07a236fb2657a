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

/** Sets the full text as `title` of truncated elements on hover, unless they have one. Called once. */
export function describeCutText(): void {
  document.addEventListener('pointerover', ({ target }) => {
    const cut = cutAt(target);
    if (cut === null || cut.closest('[title]') !== null) return;
    cut.title = cut.textContent.trim();
    // Another text may be rendered into the same element later.
    cut.addEventListener('pointerleave', () => cut.removeAttribute('title'), { once: true });
  });
}
