import type { KeptSecrecyLevel } from '../domain/notice/notice.js';
import { appendAudit } from '../registry/notice/audit.js';
import { readAsService } from '../registry/reading.js';
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

/** Looks of somebody who works on a notice within so long of each other are one look: a screen asks for many parts at once, and again. */
const ONE_LOOK_MS = 60_000;
const MOST_REMEMBERED = 20_000;
/** When somebody last looked, by person, notice and list. */
const looked = new Map<string, number>();

/** Whether a look is one of its own. Of auditors each is. */
function isNewLook(key: string, nowMs: number): boolean {
  const before = looked.get(key);
  if (before !== undefined && nowMs - before < ONE_LOOK_MS) return false;
  if (looked.size >= MOST_REMEMBERED) looked.clear();
  looked.set(key, nowMs);
  return true;
}

/** Records that somebody has been shown secret notices, one entry a notice; `list`: in which list, absent for a notice itself. */
export async function recordSecretReads(
  { db, now }: ApiContext,
  caller: Caller,
  { seen, list }: { seen: readonly SeenNotice[]; list?: string },
): Promise<void> {
  const audits = caller.roles.includes('auditor');
  const isLook = ({ id }: SeenNotice) =>
    audits || isNewLook(`${caller.person.id} ${id} ${list ?? ''}`, now().getTime());
  const secret = new Map(
    seen
      .filter((notice) => !NOTHING_SECRET.includes(notice.level) && isLook(notice))
      .map((notice) => [notice.id, notice]),
  );
  const entries = [...secret.values()].map(({ id, level }) => ({
    at: now(),
    noticeId: id,
    actor: actorOf(caller),
    action: 'secret_read' as const,
    detail: { level, ...(list === undefined ? {} : { list }), ...(audits ? {} : { cleared: true as const }) },
  }));
  await readAsService('look', () => appendAudit(db, entries));
}
