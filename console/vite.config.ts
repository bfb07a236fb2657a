import { defineConfig } from 'vite';

/** The console: static files in dist/console, which the API process serves. Nothing is fetched from anywhere else. */
export default defineConfig({
  root: import.meta.dirname,
  // React's own transform comes with Vite: no plugin for it.
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    target: 'es2022',
    // A data: URL would need a wider content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // Libraries mark what runs in a browser; here everything does.
      onLog: (level, log, next) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : next(level, log)),
    },
    modulePreload: { polyfill: false },
  },
  clearScreen: false,
});
