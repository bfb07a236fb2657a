import { ApplicationFailure } from '@temporalio/activity';
import { LetterError } from '../letters/letter-error.js';
import type { LetterPrinter, PrintableLetter } from '../letters/pdf/letter-printer.js';
import { applySignature, type LetterSigner } from '../letters/signing/letter-signer.js';
import { SignerError, TimestampError } from '../letters/signing/signer-error.js';
import type { Connection } from '../registry/db.js';
import { storeSignature } from '../registry/letters/letter-signatures.js';
import type { LetterSignature } from '../registry/letters/tables.js';
import { raiseAlert, resolveAlert } from '../registry/ops/alerts.js';
import type { ActivityContext } from './activity-context.js';

export interface Signing {
  db: Connection;
  print: LetterPrinter;
  signer: LetterSigner | null;
  activity: ActivityContext;
}

interface ToSign extends Omit<PrintableLetter, 'signature'> {
  key: string;
  signature: LetterSignature | null;
}

/**
 * How long a letter waits for its signer or for a timestamp. After it the letter leaves without timestamp, because a
 * missed deadline costs more; without a signature it never leaves.
 */
export const SIGNER_PATIENCE_MS = 5 * 60_000;
const ALERT = 'letter_without_timestamp';

/** Returns the signed PDF of a letter; each attempt gives the same bytes. Throws a `LetterError` without a signature. */
export async function printSigned(signing: Signing, { key, signature, ...letter }: ToSign): Promise<Buffer> {
  const { db, print, signer } = signing;
  if (signature !== null || signer === null) return print({ ...letter, signature });
  const pdf = await print({ ...letter, signature: null });
  const made = await sign({ ...signing, signer }, { pdf, at: letter.writtenAt });
  const stored = await storeSignature(db, { key, signature: made });
  return (await applySignature(pdf, stored)) ?? print({ ...letter, signature: stored });
}

interface Printed {
  pdf: Buffer;
  at: Date;
}

async function sign(signing: Signing & { signer: LetterSigner }, what: Printed): Promise<LetterSignature> {
  const { signer, db, activity } = signing;
  const timestamped = signer.hasTimestamps;
  try {
    const made = await signer.sign(what.pdf, what.at, { timestamped });
    if (timestamped) await resolveAlert(db, { key: [ALERT] });
    return made;
  } catch (error) {
    if (!(error instanceof SignerError || error instanceof TimestampError)) throw error;
    if (activity.triedMs() < SIGNER_PATIENCE_MS)
      throw ApplicationFailure.create({ message: `The letter is not signed yet: ${error.message}`, type: error.name });
    if (error instanceof SignerError) throw new LetterError(`It cannot be signed. ${error.message}`);
    return signWithout(signing, { ...what, problem: error.message });
  }
}

async function signWithout(
  { signer, db }: Signing & { signer: LetterSigner },
  { pdf, at, problem }: Printed & { problem: string },
): Promise<LetterSignature> {
  const made = await signer.sign(pdf, at);
  const summary = `The timestamp service does not work, so letters leave without a timestamp. ${problem}`;
  await raiseAlert(db, { key: ALERT, kind: ALERT, noticeId: null, summary }, { refresh: true });
  return made;
}
