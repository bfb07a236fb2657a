import type { Duty } from '../../../domain/duties/duty.js';
import type { RegimeVersion } from '../../../domain/rulebook/regime.js';
import { hasOpenAppeal } from '../../../registry/appeals/appeals.js';
import type { Connection } from '../../../registry/db.js';
import { isUserNoticeOwed } from '../../../registry/user-notices/user-messages.js';

/** Returns the duties owed to the people concerned by a notice, beside what its clocks count. */
export async function findOwed(
  db: Connection,
  { noticeId, law }: { noticeId: string; law: RegimeVersion | undefined },
): Promise<Duty[]> {
  const byLaw = law?.userNotice?.rule === 'required';
  return [
    ...((await isUserNoticeOwed(db, { noticeId, byLaw })) ? (['user_notice'] as const) : []),
    ...((await hasOpenAppeal(db, noticeId)) ? (['appeal'] as const) : []),
  ];
}
