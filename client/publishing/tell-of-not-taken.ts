import type { AttentionKind } from '../../domain/attention.js';
import type { Db } from '../../registry/db.js';
import { raiseAttention, resolveAttention } from '../../registry/ops/attention.js';

export async function tellOfNotTaken(
  db: Db,
  { kind, count, summary }: { kind: AttentionKind; count: number; summary: string },
): Promise<void> {
  if (count === 0) await resolveAttention(db, { key: kind });
  else await raiseAttention(db, { key: kind, kind, noticeId: null, summary, detail: { count } }, { refresh: true });
}
