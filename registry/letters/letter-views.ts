import { sql, type Selectable } from 'kysely';
import type { LetterKind } from '../../domain/letters/letter.js';
import type { Connection } from '../db.js';
import type { AnnexRow, LetterTable } from './tables.js';

export type LetterView = Omit<
  Selectable<LetterTable>,
  'notice_id' | 'key' | 'submission' | 'annex' | 'seal' | 'signature'
> & {
  annexed: boolean;
  interim: boolean;
};

const isAnnexed = sql<boolean>`annex is not null`.as('annexed');

const isInterim = sql<boolean>`kind = 'status_update' and submission is null`.as('interim');

const COLUMNS = [
  'n',
  'kind',
  'language',
  'to_address',
  'subject',
  'text',
  'counts',
  'state',
  'message_id',
  'created_at',
  'sent_at',
  'smtp_reply',
  'resends',
] as const;

export async function listLetters(
  db: Connection,
  { noticeId, afterN, limit }: { noticeId: string; afterN: number; limit: number },
): Promise<LetterView[]> {
  return db
    .selectFrom('letter')
    .select(COLUMNS)
    .select([isAnnexed, isInterim])
    .where('notice_id', '=', noticeId)
    .where('n', '>', afterN)
    .orderBy('n')
    .limit(limit)
    .execute();
}

export async function countLetters(db: Connection, { noticeId }: { noticeId: string }): Promise<number> {
  const { total } = await db
    .selectFrom('letter')
    .select(sql<number>`count(*)`.as('total'))
    .where('notice_id', '=', noticeId)
    .executeTakeFirstOrThrow();
  return total;
}

export async function findLetterView(
  db: Connection,
  { noticeId, n }: { noticeId: string; n: number },
): Promise<LetterView | undefined> {
  return db
    .selectFrom('letter')
    .select(COLUMNS)
    .select([isAnnexed, isInterim])
    .where('notice_id', '=', noticeId)
    .where('n', '=', n)
    .executeTakeFirst();
}

export async function findAnnex(
  db: Connection,
  { noticeId, n }: { noticeId: string; n: number },
): Promise<{ kind: LetterKind; rows: AnnexRow[] } | undefined> {
  const row = await db
    .selectFrom('letter')
    .select(['kind', 'annex'])
    .where('notice_id', '=', noticeId)
    .where('n', '=', n)
    .executeTakeFirst();
  return row?.annex == null ? undefined : { kind: row.kind, rows: row.annex };
}
