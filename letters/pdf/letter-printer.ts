import type { LetterSender } from '../../domain/letters/letter-sender.js';
import type { LetterKey } from './letter-signer.js';
import { press } from './press.js';
import type { PrintedLetter } from './print-letter.js';

export type PrintableLetter = PrintedLetter & { writtenAt: Date };
/** Renders a letter as PDF. The same letter gives the same bytes in every process, equal to those sent by mail. */
export type LetterPrinter = (letter: PrintableLetter) => Promise<Buffer>;

/**
 * Creates a printer that signs sent letters if there is a key, and never signs drafts. The key stays in this process.
 */
export function createLetterPrinter(key: LetterKey | undefined, sender: LetterSender): LetterPrinter {
  const loadSigner = async (own: LetterKey) => {
    // Loaded for the first PDF letter, because the signing library is large and used for nothing else.
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
