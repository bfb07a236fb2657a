import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.js';
import type { SealedLetter } from '../registry/letter/sealed-letters.js';

/** The key of a notice (temporal/notice-keys.ts); null for notices from before there were keys. */
export type KeyOfNotice = (noticeId: string) => Promise<Buffer | null | undefined>;

/** Letters from before they were sealed say so; no login but the owner's can write it (migration 0112). */
const EARLIER = 'earlier';

/**
 * What proves that a process of the desk wrote a letter: its content under the key of its notice, which no login of the database
 * can open. Null where the notice has no key.
 */
export async function sealLetter(keyOf: KeyOfNotice, letter: Omit<SealedLetter, 'seal'>): Promise<string | null> {
  const key = await keyOf(letter.noticeId);
  if (key == null) return null;
  const { noticeId, kind, language, subject, text, counts, annex, submission } = letter;
  const content = { noticeId, kind, language, subject, text, counts, annex, submission };
  const secret = Buffer.from(hkdfSync('sha256', key, '', 'notice-desk letter', 32));
  return createHmac('sha256', secret).update(canonicalJson(content)).digest('base64');
}

/** Whether the desk wrote a letter: a row that a login has written by itself is none of its letters. */
export async function isProvenLetter(keyOf: KeyOfNotice, letter: SealedLetter): Promise<boolean> {
  if (letter.seal === EARLIER) return true;
  const expected = await sealLetter(keyOf, letter);
  if (expected === null) return true;
  const [one, other] = [Buffer.from(expected), Buffer.from(letter.seal ?? '')];
  return one.length === other.length && timingSafeEqual(one, other);
}
