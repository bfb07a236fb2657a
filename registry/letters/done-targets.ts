import { sql } from 'kysely';
import type { ClockKind } from '../../domain/clocks/clock.js';
import type { RestoreCause } from '../../domain/submissions/submission.js';
import { isOneOf } from '../../domain/is-one-of.js';
import { DECISION_ACTIONS, DECISION_ACTION_TABLE } from '../../domain/targets/decision-action.js';
import { HOLDING_ACTIONS } from '../../domain/targets/platform-action.js';
import type { TargetStatus } from '../../domain/targets/target.js';
import type { Connection } from '../db.js';
import type { LetterTarget } from './letters.js';

const DISCLOSED: readonly TargetStatus[] = ['approved', 'applied'];

function disclosed(db: Connection, noticeId: string) {
  return db
    .selectFrom('target')
    .where('notice_id', '=', noticeId)
    .where('action', '=', 'disclose')
    .where('status', 'in', DISCLOSED);
}

export async function countDisclosed(db: Connection, { noticeId }: { noticeId: string }): Promise<number> {
  const { total } = await disclosed(db, noticeId).select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  return total;
}

const RESTRICTING = DECISION_ACTIONS.filter((action) =>
  isOneOf(HOLDING_ACTIONS, DECISION_ACTION_TABLE[action].action ?? ''),
);

export async function isAnyRestricted(db: Connection, { noticeId }: { noticeId: string }): Promise<boolean> {
  const row = await db
    .selectFrom('target')
    .select('no')
    .where('notice_id', '=', noticeId)
    .where('action', 'in', RESTRICTING)
    .where('status', '=', 'applied')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export type NamedTarget = Pick<LetterTarget, 'no' | 'type' | 'locator'>;

export async function listDisclosed(
  db: Connection,
  { noticeId, afterNo, limit }: { noticeId: string; afterNo: number; limit: number },
): Promise<NamedTarget[]> {
  return disclosed(db, noticeId)
    .select(['no', 'type', 'locator'])
    .where('no', '>', afterNo)
    .orderBy('no')
    .limit(limit)
    .execute();
}

interface ChosenTargets {
  noticeId: string;
  submission: number;
  /** As if everything approved had been done. */
  ahead: boolean;
}

export async function listPreserved(
  db: Connection,
  { noticeId, submission, ahead, afterNo, limit }: ChosenTargets & { afterNo: number; limit: number },
): Promise<NamedTarget[]> {
  return db
    .selectFrom('target')
    .select(['no', 'type', 'locator'])
    .where('notice_id', '=', noticeId)
    .where('action', '=', 'preserve')
    .$if(submission > 0, (query) => query.where('submission', '=', submission))
    .$if(!ahead, (query) => query.where('status', '=', 'applied'))
    .where('no', '>', afterNo)
    .orderBy('no')
    .limit(limit)
    .execute();
}

export async function listRestored(
  db: Connection,
  { noticeId, submission, ahead, afterNo, limit }: ChosenTargets & { afterNo: number; limit: number },
): Promise<NamedTarget[]> {
  return db
    .selectFrom('restoration_target')
    .innerJoin('target', (join) =>
      join
        .onRef('target.notice_id', '=', 'restoration_target.notice_id')
        .onRef('target.no', '=', 'restoration_target.no'),
    )
    .select(['target.no', 'target.type', 'target.locator'])
    .where('restoration_target.notice_id', '=', noticeId)
    .where('restoration_target.submission', '=', submission)
    .$if(!ahead, (query) => query.where('target.status', '=', 'restored'))
    .where('target.no', '>', afterNo)
    .orderBy('target.no')
    .limit(limit)
    .execute();
}

export async function findRestoreCause(
  db: Connection,
  { noticeId, submission }: { noticeId: string; submission: number },
): Promise<RestoreCause | null> {
  const row = await db
    .selectFrom('submission')
    .select('cause')
    .where('notice_id', '=', noticeId)
    .where('number', '=', submission)
    .executeTakeFirst();
  return row?.cause ?? null;
}

/** Until when data is preserved: by a clock of law or order, else until the order ends; null: nobody has said. */
export async function findPreservedUntil(db: Connection, { noticeId }: { noticeId: string }): Promise<Date | null> {
  const { rows } = await sql<{ until: Date | null }>`
    select coalesce(
      (select max(due_at) from clock where clock.notice_id = notice.id and kind = ${'preserve' satisfies ClockKind}
        and owner = 'us' and basis in ('law', 'order') and state = 'running'),
      notice.effective_until) as until
    from notice where notice.id = ${noticeId}::uuid`.execute(db);
  return rows[0]?.until ?? null;
}
