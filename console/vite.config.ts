import { defineConfig } from 'vite';

/** Builds static files into dist/console, which the API process serves. Nothing is loaded from other hosts. */
export default defineConfig({
  root: import.meta.dirname,
  // Vite transforms React itself, without a plugin.
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    target: 'es2022',
    // Inlined `data:` URLs would require a wider content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // Libraries mark browser code with a directive; all code here runs in a browser.
      onLog: (level, log, next) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : next(level, log)),
    },
    modulePreload: { polyfill: false },
  },
  clearScreen: false,
});
