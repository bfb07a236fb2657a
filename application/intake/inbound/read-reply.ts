import { markRepliesRead } from '../../../registry/mail/replies.js';
import type { Acting } from '../../acting.js';
import { Refusal } from '../../refusal.js';
import { CURES } from '../../../domain/commands/cures.js';

/** Marks a reply as read, which resolves its alert. `reply`: null if the address names no number. */
export async function readReply(
  { trx, caller }: Pick<Acting, 'trx' | 'caller'>,
  { noticeId, reply }: { noticeId: string; reply: number | null },
): Promise<{ notice: string; reply: number; state: 'read' }> {
  const isKnown = reply !== null && (await markRepliesRead(trx, { noticeId, reply, by: caller.person.id }));
  if (!isKnown) throw new Refusal('missing', CURES.noReply);
  return { notice: noticeId, reply, state: 'read' };
}
