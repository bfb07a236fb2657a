// Sets theme and density before the first paint, so that nothing flashes. The settings screen stores both.
(() => {
  const root = document.documentElement;
  try {
    const kept = JSON.parse(localStorage.getItem('notice-desk.settings') || '{}');
    if (kept.theme === 'light' || kept.theme === 'dark') root.dataset.theme = kept.theme;
    if (kept.density === 'compact') root.dataset.density = 'compact';
  } catch {
    // Storage may be blocked: the system's theme applies.
  }
})();
