import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { bulkhead } from 'cockatiel';
import { WarmProcess } from '../../sandbox/warm-process.js';
import type { PrintedLetter, PrintedPage } from './print-letter.js';

/** What the press is given; its answer is the PDF in base64. */
export type PressTask = { letter: PrintedLetter } | { page: PrintedPage };

/** From so many items on a process of its own prints the letter: 100,000 take most of a second, for which no other letter waits. */
export const LONG_ANNEX = 1_000;
/** Starting takes 0.3 s and a letter some milliseconds: over 200 it no longer counts. */
const MAX_LETTERS = 200;

// Sources run in tests only; the program is then the built one.
const PROGRAM = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/letters/pdf/press-main.js' : './press-main.js',
  import.meta.url,
);
const ROOT = new URL('../../../', PROGRAM);
/** The compiler is native code from a package, and names a folder of its own for what it must not read. */
const SANDBOX = {
  program: PROGRAM,
  readable: [new URL('dist/', ROOT), new URL('node_modules/', ROOT)].map((folder) => fileURLToPath(folder)),
  flags: ['--allow-addons', `--allow-fs-read=${tmpdir()}`, `--allow-fs-write=${tmpdir()}`],
};

/** A letter that took more time or memory than a letter may, or that cannot be set. */
export class PressError extends Error {
  override name = 'PressError';
}

const warm = new WarmProcess(SANDBOX, MAX_LETTERS);
const gate = bulkhead(1, Number.MAX_SAFE_INTEGER);

/**
 * Puts a letter or a page on paper in a process that holds no secret, is killed when it overruns time or memory, and has no
 * network where the kernel can take it away. Throws `PressError`.
 */
export async function press(task: PressTask): Promise<Buffer> {
  const isLong = 'letter' in task && (task.letter.annex?.length ?? 0) >= LONG_ANNEX;
  const answer = isLong ? await pressApart(task) : await gate.execute(() => warm.run(task));
  if (answer !== null) return Buffer.from(answer, 'base64');
  throw new PressError('Printing takes more time or memory than a letter may, or its text cannot be set.');
}

async function pressApart(task: PressTask): Promise<string | null> {
  const apart = new WarmProcess(SANDBOX, 1);
  return apart.run(task);
}
