import type { Connection } from '../db.js';

export interface TranslationRow {
  n: number;
  document: string | null;
  language: string;
  text: string;
  translated_by: string;
  translated_by_name: string;
  translated_at: Date;
  checked_by: string | null;
  checked_by_name: string | null;
  checked_at: Date | null;
}

function selectTranslations(db: Connection, noticeId: string) {
  return db
    .selectFrom('translation')
    .innerJoin('person as translator', 'translator.id', 'translation.translated_by')
    .leftJoin('person as checker', 'checker.id', 'translation.checked_by')
    .select([
      'translation.n',
      'translation.document',
      'translation.language',
      'translation.text',
      'translation.translated_by',
      'translator.name as translated_by_name',
      'translation.translated_at',
      'translation.checked_by',
      'checker.name as checked_by_name',
      'translation.checked_at',
    ])
    .where('translation.notice_id', '=', noticeId);
}

export async function listTranslations(
  db: Connection,
  { noticeId, afterN, limit }: { noticeId: string; afterN: number; limit: number },
): Promise<TranslationRow[]> {
  return selectTranslations(db, noticeId)
    .where('translation.n', '>', afterN)
    .orderBy('translation.n')
    .limit(limit)
    .execute();
}

export async function findTranslation(
  db: Connection,
  { noticeId, n }: { noticeId: string; n: number },
): Promise<TranslationRow | undefined> {
  return selectTranslations(db, noticeId).where('translation.n', '=', n).executeTakeFirst();
}

export async function countTranslations(db: Connection, { noticeId }: { noticeId: string }): Promise<number> {
  const { total } = await db
    .selectFrom('translation')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('notice_id', '=', noticeId)
    .executeTakeFirstOrThrow();
  return total;
}

export async function insertTranslation(
  trx: Connection,
  row: {
    notice_id: string;
    n: number;
    document: string | null;
    language: string;
    text: string;
    translated_by: string;
    translated_at: Date;
  },
): Promise<void> {
  await trx.insertInto('translation').values(row).execute();
}

export async function checkTranslation(
  trx: Connection,
  { noticeId, n, by, at }: { noticeId: string; n: number; by: string; at: Date },
): Promise<void> {
  await trx
    .updateTable('translation')
    .set({ checked_by: by, checked_at: at })
    .where('notice_id', '=', noticeId)
    .where('n', '=', n)
    .execute();
}
