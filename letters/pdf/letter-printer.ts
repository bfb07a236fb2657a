import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { LetterSender } from '../../domain/letter/letter-sender.js';
import { createPress, type LetterHead, type LetterOnPaper } from './letter-press.js';
import type { LetterKey } from './letter-signer.js';

/** Puts letters on paper. The same letter gives the same bytes, whoever prints it: they went out with the mail. */
export type LetterPrinter = (letter: LetterOnPaper) => Promise<Buffer>;

/** From so many items on a thread of its own prints the letter: 100,000 take most of a second, in which nothing else would move. */
export const LONG_ANNEX = 1_000;

// Sources run in tests only; the thread is then the built one.
const THREAD = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/letters/pdf/press-thread.js' : './press-thread.js',
  import.meta.url,
);

/** A printer that signs what was sent, where there is a key. */
export function createLetterPrinter(key: LetterKey | undefined, sender: LetterSender): LetterPrinter {
  const press = createPress({ key, sender });
  return (letter) =>
    (letter.annex?.length ?? 0) < LONG_ANNEX ? press(letter) : printBeside({ head: { key, sender }, letter });
}

/** What the thread is given; its one message is the PDF. */
export interface PressTask {
  head: LetterHead;
  letter: LetterOnPaper;
}

async function printBeside(task: PressTask): Promise<Buffer> {
  const thread = new Worker(THREAD, { workerData: task });
  try {
    const printed: Uint8Array[] = await Promise.race([
      once(thread, 'message'),
      once(thread, 'exit').then(() => Promise.reject(new Error('The thread that prints a letter has ended.'))),
    ]);
    const [pdf = new Uint8Array()] = printed;
    return Buffer.from(pdf.buffer);
  } finally {
    await thread.terminate();
  }
}
