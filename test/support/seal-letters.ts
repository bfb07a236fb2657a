import { sealLetter, type KeyOfNotice } from '../../registry/letters/letter-seal.js';
import type { Db } from '../../registry/db.js';
import { listSealedLetters } from '../../registry/letters/sealed-letters.js';

/** Seals the letters of a notice that a test has written by itself, as the desk seals those that it writes. */
export async function sealLetters({ db, keyOf }: { db: Db; keyOf: KeyOfNotice }, noticeId: string): Promise<void> {
  for (const { n, ...letter } of await listSealedLetters(db, { noticeId, since: new Date(0) }))
    await db
      .updateTable('letter')
      .set({ seal: await sealLetter(keyOf, letter) })
      .where('notice_id', '=', noticeId)
      .where('n', '=', n)
      .execute();
}
