// Loaded inside the sandbox too, so nothing here may touch a file. Sources run in tests only, with the built programs.
const FENCED = new URL(import.meta.url.endsWith('.ts') ? '../../dist/fenced/' : '../../fenced/', import.meta.url);
export const PROGRAM = new URL('main.js', FENCED);

/** The programs that a sandboxed process reads with (scripts/bundle-programs.mjs). */
export const READERS = { list: new URL('list-reader.js', FENCED), mail: new URL('mail-reader.js', FENCED) } as const;
/** The program that reads several messages, one after another (inbound/warm-reader.ts). */
export const WARM_PROGRAM = new URL('warm-mail-reader.js', FENCED);
