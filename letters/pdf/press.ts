import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { bulkhead } from 'cockatiel';
import { WarmProcess } from '../../sandbox/warm-process.js';
import type { PrintedLetter, PrintedPage } from './print-letter.js';

export type PressTask = { letter: PrintedLetter } | { page: PrintedPage };

/**
 * From this many items on a separate process prints the letter: 100,000 take most of a second, during which no other
 * letter must wait. Fewer take at most 100 ms, and a separate process 700 ms more.
 */
export const LONG_ANNEX = 10_000;
/** Starting takes 0.3 s and a letter a few ms: over 200 letters the start no longer matters. */
const MAX_LETTERS = 200;

// Sources run only in tests, which use the built program.
const PROGRAM = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/letters/pdf/press-main.js' : './press-main.js',
  import.meta.url,
);
const ROOT = new URL('../../../', PROGRAM);
/** The compiler is a native addon, and its workspace is a folder under `tmpdir()`. */
const SANDBOX = {
  program: PROGRAM,
  readable: [new URL('dist/', ROOT), new URL('node_modules/', ROOT)].map((folder) => fileURLToPath(folder)),
  flags: ['--allow-addons', `--allow-fs-read=${tmpdir()}`, `--allow-fs-write=${tmpdir()}`],
};

/** A letter that exceeded its time or memory limit, or that cannot be typeset. */
export class PressError extends Error {
  override name = 'PressError';
}

const warm = new WarmProcess(SANDBOX, MAX_LETTERS);
const gate = bulkhead(1, Number.MAX_SAFE_INTEGER);

/**
 * Renders a letter or page as PDF in a process that holds no secret, is killed when it exceeds time or memory, and has
 * no network where the kernel allows that. Throws `PressError`.
 */
export async function press(task: PressTask): Promise<Buffer> {
  const isLong = 'letter' in task && (task.letter.annex?.length ?? 0) >= LONG_ANNEX;
  const answer = isLong ? await pressApart(task) : await gate.execute(() => warm.run(task));
  if (answer !== null) return Buffer.from(answer, 'base64');
  throw new PressError('Printing exceeds the time or memory limit for a letter, or its text cannot be typeset.');
}

async function pressApart(task: PressTask): Promise<string | null> {
  const apart = new WarmProcess(SANDBOX, 1);
  return apart.run(task);
}
