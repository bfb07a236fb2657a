import type { KeptSecrecyLevel } from '../domain/notices/notice.js';
import { appendAudit } from '../registry/notices/audit.js';
import { readAsService } from '../registry/reading.js';
import type { NoticeRow } from '../registry/notices/notices.js';
import { toActor, type Caller } from './caller.js';
import type { Services } from './services.js';

export interface SeenNotice {
  id: string;
  level: string;
}

export function toSeen({ id, secrecy_level: level }: Pick<NoticeRow, 'id' | 'secrecy_level'>): SeenNotice {
  return { id, level };
}

/** A canary holds no secret. */
const NOTHING_SECRET: readonly string[] = ['open', 'canary'] satisfies KeptSecrecyLevel[];

/**
 * Reads of a notice by the same person within this time count as one, because a screen requests many parts repeatedly.
 */
const ONE_ACCESS_MS = 60_000;
const MAX_REMEMBERED = 20_000;
const lastReads = new Map<string, number>();

function isNewAccess(key: string, nowMs: number): boolean {
  const before = lastReads.get(key);
  if (before !== undefined && nowMs - before < ONE_ACCESS_MS) return false;
  if (lastReads.size >= MAX_REMEMBERED) lastReads.clear();
  lastReads.set(key, nowMs);
  return true;
}

/**
 * Records that a person was shown secret notices, one entry each: every read by an auditor, repeated reads by others
 * once a minute. `list`: the list it was in; absent for the notice itself.
 */
export async function recordSecretReads(
  { db, now }: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  { seen, list }: { seen: readonly SeenNotice[]; list?: string },
): Promise<void> {
  const audits = caller.roles.includes('auditor');
  const isAccess = ({ id }: SeenNotice) =>
    audits || isNewAccess(`${caller.person.id} ${id} ${list ?? ''}`, now().getTime());
  const secret = new Map(
    seen
      .filter((notice) => !NOTHING_SECRET.includes(notice.level) && isAccess(notice))
      .map((notice) => [notice.id, notice]),
  );
  const entries = [...secret.values()].map(({ id, level }) => ({
    at: now(),
    noticeId: id,
    actor: toActor(caller),
    action: 'secret_read' as const,
    detail: { level, ...(list === undefined ? {} : { list }), ...(audits ? {} : { cleared: true as const }) },
  }));
  await readAsService('look', () => appendAudit(db, entries));
}
