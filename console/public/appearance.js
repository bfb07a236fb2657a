// Theme and density before the first paint, so that nothing flashes. The settings screen writes what is read here.
(() => {
  const root = document.documentElement;
  try {
    const kept = JSON.parse(localStorage.getItem('notice-desk.settings') || '{}');
    if (kept.theme === 'light' || kept.theme === 'dark') root.dataset.theme = kept.theme;
    if (kept.density === 'compact') root.dataset.density = 'compact';
  } catch {
    // Storage may be closed to us; the system's own look is used.
  }
})();
