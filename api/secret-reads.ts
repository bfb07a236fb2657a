import type { KeptSecrecyLevel } from '../domain/notice/notice.js';
import { appendAudit } from '../registry/notice/audit.js';
import type { NoticeRow } from '../registry/notice/notices.js';
import type { ApiContext } from './context.js';
import { actorOf, type Caller } from '../client/caller.js';

export interface SeenNotice {
  id: string;
  level: string;
}

/** A notice as one that somebody has seen. */
export function toSeen({ id, secrecy_level: level }: Pick<NoticeRow, 'id' | 'secrecy_level'>): SeenNotice {
  return { id, level };
}

/** There is nothing in a canary that anybody could want to know. */
const NOTHING_SECRET: readonly string[] = ['open', 'canary'] satisfies KeptSecrecyLevel[];

/** Records that an auditor has been shown secret notices, one entry a notice; `list`: in which list, absent for a notice itself. Others may know of what they see. */
export async function recordSecretReads(
  { db, now }: ApiContext,
  caller: Caller,
  { seen, list }: { seen: readonly SeenNotice[]; list?: string },
): Promise<void> {
  if (!caller.roles.includes('auditor')) return;
  const secret = new Map(
    seen.filter(({ level }) => !NOTHING_SECRET.includes(level)).map((notice) => [notice.id, notice]),
  );
  await appendAudit(
    db,
    [...secret.values()].map(({ id, level }) => ({
      at: now(),
      noticeId: id,
      actor: actorOf(caller),
      action: 'secret_read',
      detail: { level, ...(list === undefined ? {} : { list }) },
    })),
  );
}
