import type { LetterKind } from '../../domain/letters/letter.js';
import type { Connection } from '../db.js';

export interface KeptLetter {
  kind: LetterKind;
  language: string;
  subject: string;
  text: string;
}

export async function saveReturnedLetters(
  trx: Connection,
  { noticeId, submission, letters }: { noticeId: string; submission: number; letters: readonly KeptLetter[] },
): Promise<void> {
  if (letters.length === 0) return;
  await trx
    .insertInto('returned_letter')
    .values(letters.map((letter) => ({ notice_id: noticeId, submission, ...letter })))
    .onConflict((conflict) =>
      conflict.columns(['notice_id', 'submission', 'kind']).doUpdateSet((sent) => ({
        language: sent.ref('excluded.language'),
        subject: sent.ref('excluded.subject'),
        text: sent.ref('excluded.text'),
      })),
    )
    .execute();
}

export async function listReturnedLetters(
  db: Connection,
  { noticeId, submission }: { noticeId: string; submission: number },
): Promise<KeptLetter[]> {
  return db
    .selectFrom('returned_letter')
    .select(['kind', 'language', 'subject', 'text'])
    .where('notice_id', '=', noticeId)
    .where('submission', '=', submission)
    .orderBy('kind')
    .execute();
}
