import type { LetterSender } from '../../domain/letter/letter-sender.js';
import { createLetterSigner, type LetterKey } from './letter-signer.js';
import { printLetter, type PrintedLetter } from './print-letter.js';

/** Puts letters on paper. The same letter gives the same bytes, whoever prints it: they went out with the mail. */
export type LetterPrinter = (letter: PrintedLetter & { writtenAt: Date }) => Buffer;

/** A printer that signs what was sent, where there is a key; a draft is nobody's word. */
export function createLetterPrinter(key: LetterKey | undefined, sender: LetterSender): LetterPrinter {
  const signer = key === undefined ? null : createLetterSigner(key, sender);
  return ({ writtenAt, ...letter }) => {
    const pdf = printLetter(letter);
    return signer === null || letter.state !== 'sent' ? pdf : signer.sign(pdf, writtenAt);
  };
}
