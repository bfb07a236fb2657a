// Loaded inside the sandbox too: nothing here may touch a file.

// Sources run in tests only; the programs are then the built ones beside them.
const FENCED = new URL(import.meta.url.endsWith('.ts') ? '../../dist/fenced/' : '../../fenced/', import.meta.url);
/** The program that has a reader read one file. */
export const PROGRAM = new URL('main.js', FENCED);

/** The programs that a fenced process reads with (scripts/bundle-programs.mjs). */
export const READERS = { list: new URL('list-reader.js', FENCED), mail: new URL('mail-reader.js', FENCED) } as const;
/** The one that reads several messages, one after another (inbound/warm-reader.ts). */
export const WARM_PROGRAM = new URL('warm-mail-reader.js', FENCED);
