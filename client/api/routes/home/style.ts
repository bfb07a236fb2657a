/** Shared look of the few pages the API serves itself. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.9em; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid; border-radius: 4px; padding: 0.75rem; }
label { display: block; margin-bottom: 0.25rem; }
input { font: inherit; width: 100%; max-width: 36rem; padding: 0.4rem; box-sizing: border-box; }
button { font: inherit; padding: 0.4rem 1rem; margin-top: 0.5rem; }
details { border-top: 1px solid; padding: 0.5rem 0; }
summary { cursor: pointer; overflow-wrap: anywhere; }
`;
