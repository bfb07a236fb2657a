import { sql } from 'kysely';
import type { StatementBody, StatementState } from '../domain/statement.js';
import type { NoticeKind } from '../../../domain/notices/notice.js';
import type { GroundCode } from '../../../domain/targets/ground.js';
import type { DecisionAction } from '../../../domain/targets/decision-action.js';
import type { Connection } from '../../../registry/db.js';
import { isOpenToPublication } from '../../../registry/notices/contested-decisions.js';
import { isNoSecret } from '../../../registry/notices/secrecy.js';

export interface ActedRow {
  no: number;
  submission: number;
  kind: NoticeKind;
  authority_country: string;
  received_at: Date;
  regime_id: string;
  type: string;
  decision: DecisionAction;
  grounds: GroundCode[];
  action: 'withhold' | 'remove' | 'label';
  countries: string[];
  acted_at: Date;
  restored_at: Date | null;
  version: number | null;
  puid: string | null;
  body: StatementBody | null;
  state: StatementState | null;
  tries: number | null;
  last_error: string | null;
  receipt: string | null;
  accepted_at: Date | null;
}

const acted = (noticeId: string) => sql`
  from (select distinct on (target_no) target_no, submission, action, countries, "at" as acted_at from operation
    where notice_id = ${noticeId}::uuid and action in ('withhold', 'remove', 'label') and status in ('applied', 'already')
    order by target_no, submission desc) act
  join notice on notice.id = ${noticeId}::uuid
  join target on target.notice_id = notice.id and target.no = act.target_no
  left join lateral (select min(operation."at") as restored_at from operation
    where operation.notice_id = notice.id and operation.target_no = act.target_no and operation.action = 'restore'
      and operation.submission > act.submission and operation.status in ('applied', 'already')) restored on true
  left join lateral (select * from statement
    where statement.notice_id = notice.id and statement.target_no = act.target_no and statement.submission = act.submission
    order by version desc limit 1) last on true
  where target.action is not null`;

export async function listRestrictedItems(
  db: Connection,
  { noticeId, afterNo, limit }: { noticeId: string; afterNo: number; limit: number },
): Promise<ActedRow[]> {
  const { rows } = await sql<ActedRow>`
    select act.target_no as no, act.submission, notice.kind, notice.authority_country, notice.received_at, notice.regime_id,
      target.type, target.action as decision, target.grounds, act.action, act.countries, act.acted_at, restored_at, last.version, last.puid,
      last.body, last.state, last.tries, last.last_error, last.receipt, last.accepted_at
    ${acted(noticeId)} and act.target_no > ${afterNo} order by act.target_no limit ${limit}`.execute(db);
  return rows;
}

export async function countActedItems(db: Connection, noticeId: string): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*)::integer as total ${acted(noticeId)}`.execute(db);
  return rows[0]?.total ?? 0;
}

export interface NewStatement {
  no: number;
  submission: number;
  body: StatementBody;
}

/**
 * Updates statements: adds a first version, or a new one if the text changed or the last was refused, and retries one
 * given up with the same text. Returns how many. The caller must hold the notice lock.
 */
export async function stateReasons(
  trx: Connection,
  { noticeId, statements, by, at }: { noticeId: string; statements: readonly NewStatement[]; by: string; at: Date },
): Promise<number> {
  const said = sql`jsonb_to_recordset(${JSON.stringify(statements)}::jsonb) as said (no integer, submission integer, body jsonb)`;
  const last = sql`(select * from statement where notice_id = ${noticeId}::uuid and target_no = said.no
    and statement.submission = said.submission order by version desc limit 1)`;
  const again = await sql`
    update statement set state = 'pending', tries = 0, next_at = now(), last_error = null
    where place in (select last.place from ${said}, lateral ${last} last where last.state = 'dead' and last.body = said.body)
    returning place`.execute(trx);
  const made = await sql`
    insert into statement (notice_id, submission, target_no, version, puid, body, stated_by, stated_at)
    select ${noticeId}::uuid, said.submission, said.no, coalesce(last.version, 0) + 1,
      concat_ws('-', ${noticeId}::text, said.submission, said.no, 'v' || (last.version + 1)), said.body, ${by}::uuid, ${at}
    from ${said} left join lateral ${last} last on true
    where last.body is null or last.body <> said.body or last.state = 'refused'
    returning place`.execute(trx);
  return again.rows.length + made.rows.length;
}

export interface DueStatement {
  place: number;
  puid: string;
  body: StatementBody;
  tries: number;
}

/** Lists due statements of notices that are not secret; those of secret ones wait until the secrecy ends. */
export async function listDueStatements(db: Connection, limit: number): Promise<DueStatement[]> {
  const { rows } = await sql<DueStatement>`
    select place, puid, statement.body, tries from statement join notice on notice.id = statement.notice_id
    where state = 'pending' and next_at <= now() and ${isNoSecret()} and ${isOpenToPublication()}
    order by next_at, place limit ${limit}`.execute(db);
  return rows;
}

export async function markStatementAccepted(
  db: Connection,
  { place, receipt, at }: { place: number; receipt: string; at: Date },
): Promise<void> {
  await db
    .updateTable('statement')
    .set((build) => ({ state: 'accepted', tries: build('tries', '+', 1), receipt, accepted_at: at, last_error: null }))
    .where('place', '=', place)
    .execute();
}

/** Records a failed attempt: retried at `nextAt`, or final as `refused` or `dead`. */
export async function markStatementFailed(
  db: Connection,
  { place, error, next }: { place: number; error: string; next: { nextAt: Date } | { state: 'refused' | 'dead' } },
): Promise<void> {
  await db
    .updateTable('statement')
    .set((build) => ({
      tries: build('tries', '+', 1),
      last_error: error,
      ...('nextAt' in next ? { next_at: next.nextAt } : { state: next.state }),
    }))
    .where('place', '=', place)
    .execute();
}

/**
 * Counts the statements the database has not accepted, of non-secret notices, without those replaced by a later
 * version.
 */
export async function countNotAccepted(db: Connection): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from statement join notice on notice.id = statement.notice_id
    where state in ('refused', 'dead') and ${isNoSecret()} and not exists (
      select from statement later where later.notice_id = statement.notice_id and later.target_no = statement.target_no
        and later.submission = statement.submission and later.version > statement.version)`.execute(db);
  return rows[0]?.count ?? 0;
}
