import { isProvenLetter } from '../registry/letters/letter-seal.js';
import { findSealedLetter } from '../registry/letters/sealed-letters.js';
import { unprovenLetter } from '../registry/letters/unproven.js';
import { raiseAlert } from '../registry/ops/alerts.js';
import type { Services } from './services.js';

/** Returns whether the desk wrote a letter; raises an alert for any other letter. */
export async function isOwnLetter(
  { db, keys }: Pick<Services, 'db' | 'keys'>,
  { noticeId, n }: { noticeId: string; n: number },
): Promise<boolean> {
  const letter = await findSealedLetter(db, { noticeId, n });
  if (letter === undefined) return false;
  if (await isProvenLetter((id) => keys.keyOf(id), letter)) return true;
  await raiseAlert(db, unprovenLetter({ noticeId, n, letter: letter.kind }));
  return false;
}
