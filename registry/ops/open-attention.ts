import type { AttentionKind } from '../../domain/attention.js';
import { question, tables, type Question } from '../ask.js';
import type { Connection } from '../db.js';

/** Open reasons to look at one notice, oldest first. */
export function openAttentionOf(
  noticeId: string,
): Question<{ id: string; kind: string; since: string; summary: string }[]> {
  const select = tables
    .selectFrom('attention')
    .select(['id', 'kind', 'since', 'summary'])
    .where('notice_id', '=', noticeId)
    .where('resolved_at', 'is', null)
    .orderBy('since')
    .orderBy('id')
    .limit(100);
  const read = (rows: { id: string; kind: AttentionKind; since: Date; summary: string }[]) =>
    rows.map((row) => ({ ...row, since: row.since.toISOString() }));
  return question({ select, instants: { since: true }, read });
}

/** Open rows of one kind, the oldest first. */
export async function listOpenOfKind(
  db: Connection,
  { kind, limit }: { kind: AttentionKind; limit: number },
): Promise<{ key: string; noticeId: string | null }[]> {
  return db
    .selectFrom('attention')
    .select(['key', 'notice_id as noticeId'])
    .where('kind', '=', kind)
    .where('resolved_at', 'is', null)
    .orderBy('since')
    .limit(limit)
    .execute();
}
