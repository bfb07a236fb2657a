import { appendAudit } from '../registry/notice/audit.js';
import type { ApiContext } from './context.js';
import { actorOf, type Caller } from '../client/caller.js';

export interface SeenNotice {
  id: string;
  level: string;
}

/** Records that an auditor has been shown secret notices in a list, one entry a notice. Others may know of what they see. */
export async function recordSecretReads(
  { db, now }: ApiContext,
  caller: Caller,
  { seen, list }: { seen: readonly SeenNotice[]; list: string },
): Promise<void> {
  if (!caller.roles.includes('auditor')) return;
  const secret = new Map(seen.filter(({ level }) => level !== 'open').map((notice) => [notice.id, notice]));
  await appendAudit(
    db,
    [...secret.values()].map(({ id, level }) => ({
      at: now(),
      noticeId: id,
      actor: actorOf(caller),
      action: 'secret_read',
      detail: { level, list },
    })),
  );
}
