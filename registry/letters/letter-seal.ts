import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '../../domain/canonical-json.js';
import type { SealedLetter } from './sealed-letters.js';

/** The key of a notice (client/connection/notice-keys.ts); undefined where no such notice is on record. */
export type KeyOfNotice = (noticeId: string) => Promise<Buffer | undefined>;

/**
 * What proves that a process of the desk wrote a letter: its content under the key of its notice, which no login of the database
 * can open. Null where no such notice is on record.
 */
export async function sealLetter(keyOf: KeyOfNotice, letter: Omit<SealedLetter, 'seal'>): Promise<string | null> {
  const key = await keyOf(letter.noticeId);
  if (key === undefined) return null;
  const { noticeId, kind, language, subject, text, counts, annex, submission } = letter;
  const content = { noticeId, kind, language, subject, text, counts, annex, submission };
  const secret = Buffer.from(hkdfSync('sha256', key, '', 'notice-desk letter', 32));
  return createHmac('sha256', secret).update(canonicalJson(content)).digest('base64');
}

/** Returns true if the desk wrote a letter; a row that a database login inserted by itself fails. */
export async function isProvenLetter(keyOf: KeyOfNotice, letter: SealedLetter): Promise<boolean> {
  const expected = await sealLetter(keyOf, letter);
  if (expected === null) return false;
  const [one, other] = [Buffer.from(expected), Buffer.from(letter.seal ?? '')];
  return one.length === other.length && timingSafeEqual(one, other);
}
