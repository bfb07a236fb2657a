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
      // Used by every screen: in one file they compress better than in the ten that the bundler makes.
      output: {
        advancedChunks: {
          groups: [
            {
              name: 'frame',
              test: /node_modules\/(@tanstack\/(query|react-query|react-router|router|history|store|react-store)|react\/|react-dom|scheduler|i18next|react-i18next|tinykeys)/,
            },
          ],
        },
      },
      // Libraries mark browser code with a directive; all code here runs in a browser.
      onLog: (level, log, next) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : next(level, log)),
    },
    modulePreload: { polyfill: false },
  },
  clearScreen: false,
});
