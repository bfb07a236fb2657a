import type { LetterSender } from '../../domain/letter/letter-sender.js';
import type { LetterKey } from './letter-signer.js';
import { printLetter, type PrintedLetter } from './print-letter.js';

export type LetterOnPaper = PrintedLetter & { writtenAt: Date };
/** Whose letters are printed: with which key they are signed, where there is one, and who sends them. */
export interface LetterHead {
  key: LetterKey | undefined;
  sender: LetterSender;
}

/** Prints letters here and now, and signs what was sent, where there is a key; a draft is nobody's word. */
export function createPress({ key, sender }: LetterHead): (letter: LetterOnPaper) => Promise<Buffer> {
  const loadSigner = async (own: LetterKey) => {
    // What signs is a large library, and nothing else in the process needs it: loaded for the first letter on paper.
    const { createLetterSigner } = await import('./letter-signer.js');
    return createLetterSigner(own, sender);
  };
  let signer: ReturnType<typeof loadSigner> | undefined;
  return async ({ writtenAt, ...letter }) => {
    const pdf = printLetter(letter);
    if (key === undefined || letter.state !== 'sent') return pdf;
    signer ??= loadSigner(key);
    return (await signer).sign(pdf, writtenAt);
  };
}
