import type { LetterSender } from '../../domain/letters/letter-sender.js';
import type { LetterSignature } from '../../registry/letters/tables.js';
import type { SelfSigned } from '../signing/letter-signer.js';
import { press } from './press.js';
import type { PrintedLetter } from './print-letter.js';

export type PrintableLetter = Omit<PrintedLetter, 'note'> & {
  writtenAt: Date;
  /** That of a letter that was sent; null: it has none. Absent: the printer signs what is sent with its own key. */
  signature?: LetterSignature | null;
};
/** Renders a letter as PDF. The same letter gives the same bytes in every process, equal to those sent by mail. */
export type LetterPrinter = (letter: PrintableLetter) => Promise<Buffer>;

/** Creates a printer that never signs drafts. The key stays in this process. */
export function createLetterPrinter(key: SelfSigned | undefined, sender: LetterSender): LetterPrinter {
  const loadSigner = async () => {
    const { createLetterSigner } = await loadSigning();
    return createLetterSigner({ selfSigned: key, sender });
  };
  let signer: ReturnType<typeof loadSigner> | undefined;
  return async ({ writtenAt, signature, ...letter }) => {
    const pdf = await press({ letter });
    if (letter.state !== 'sent' || signature === null) return pdf;
    if (signature !== undefined) return signAgain(letter, pdf, signature);
    signer ??= loadSigner();
    const made = await (await signer)?.sign(pdf, writtenAt);
    return made === undefined ? pdf : signAgain(letter, pdf, made);
  };
}

/** Loaded for the first PDF letter, because the signing library is large and used for nothing else. */
const loadSigning = () => import('../signing/letter-signer.js');

/** A later release may print other bytes, which the stored signature does not cover. */
async function signAgain(letter: PrintedLetter, pdf: Buffer, signature: LetterSignature): Promise<Buffer> {
  const { applySignature } = await loadSigning();
  const note = `Printed again by another release, without the signature of the letter that was sent (SHA-256 of its content: ${signature.printed}).`;
  return (await applySignature(pdf, signature)) ?? press({ letter: { ...letter, note } });
}
