import { raiseAttention } from '../registry/ops/attention.js';
import type { Db } from '../registry/db.js';

/** Tells ops that somebody has put something into a notice's workflow that this desk did not seal. It changed nothing. */
export async function tellOfRefusedPayload(
  db: Db,
  { noticeId, why }: { noticeId: string; why: 'plain' | 'foreign' },
): Promise<void> {
  const what = why === 'plain' ? 'was not sealed at all' : 'was sealed with another key or for another notice';
  await raiseAttention(db, {
    key: `${noticeId}:refused_payload`,
    kind: 'forged_command',
    noticeId,
    summary: `Something in this notice's workflow ${what}. It changed nothing.`,
    detail: { why },
  });
}

/** Tells ops of a notice whose key is not to be had. It settles once the notice is read again (`registry/ops`). */
export async function tellOfLostKey(db: Db, { noticeId, why }: { noticeId: string; why: string }): Promise<void> {
  await raiseAttention(db, {
    key: `${noticeId}:key_lost`,
    kind: 'key_lost',
    noticeId,
    summary: `This notice's history cannot be read: ${why}`,
    detail: { why },
  });
}
