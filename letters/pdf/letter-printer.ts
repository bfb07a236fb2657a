import type { LetterSender } from '../../domain/letter/letter-sender.js';
import type { LetterKey } from './letter-signer.js';
import { press } from './press.js';
import type { PrintedLetter } from './print-letter.js';

export type LetterOnPaper = PrintedLetter & { writtenAt: Date };
/** Puts letters on paper. The same letter gives the same bytes, whoever prints it: they went out with the mail. */
export type LetterPrinter = (letter: LetterOnPaper) => Promise<Buffer>;

/** A printer that signs what was sent, where there is a key; a draft is nobody's word. The key stays in this process. */
export function createLetterPrinter(key: LetterKey | undefined, sender: LetterSender): LetterPrinter {
  const loadSigner = async (own: LetterKey) => {
    // What signs is a large library, and nothing else in the process needs it: loaded for the first letter on paper.
    const { createLetterSigner } = await import('./letter-signer.js');
    return createLetterSigner(own, sender);
  };
  let signer: ReturnType<typeof loadSigner> | undefined;
  return async ({ writtenAt, ...letter }) => {
    const pdf = await press({ letter });
    if (key === undefined || letter.state !== 'sent') return pdf;
    signer ??= loadSigner(key);
    return (await signer).sign(pdf, writtenAt);
  };
}
