import { sql, type Insertable, type RawBuilder } from 'kysely';
import type { AppealOutcome, AppealState } from '../../domain/appeals/appeal.js';
import type { SubmissionState } from '../../domain/submissions/submission.js';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import type { TargetStatus, TargetType } from '../../domain/targets/target.js';
import type { Connection } from '../db.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';
import type { AppealDocumentTable, AppealTable } from './tables.js';

export interface AppealRow {
  id: string;
  number: string;
  notice_id: string | null;
  notice_number: string | null;
  notice_stage: string | null;
  secrecy_level: string | null;
  target_no: number | null;
  type: TargetType | null;
  locator: string | null;
  action: DecisionAction | null;
  status: TargetStatus | null;
  named: string;
  statement: string;
  contact: string | null;
  channel: 'platform' | 'page';
  received_at: Date;
  due_at: Date;
  late: boolean;
  state: AppealState;
  outcome: AppealOutcome | null;
  reasons: string | null;
  decided_by: string | null;
  decided_by_name: string | null;
  decided_at: Date | null;
  /**
   * Ids of the person who filed the appeal and of those who drafted, submitted, approved or ratified the appealed
   * decision.
   */
  parts: string[];
  /** Number of the submission that restores the item; null if the appeal restores nothing. */
  restoration: number | null;
  restoration_state: SubmissionState | null;
}

/**
 * SQL expression: ids of everyone involved in the decision on a `target` row or excluded from its notice, plus the
 * person who filed the appeal.
 */
export const DECISION_PARTICIPANTS = sql<string[]>`array(
  select distinct part from (
    select appeal.filed_by::text as part
    union all select target.decided_by::text
    union all select unnest(excluded_from(target.notice_id))::text
    union all select one.author::text from submission one where one.notice_id = target.notice_id and one.number = target.submission
    union all select unnest(one.drafters)::text from submission one where one.notice_id = target.notice_id and one.number = target.submission
    union all select yes.person_id::text from approval yes where yes.notice_id = target.notice_id and yes.submission = target.submission
    union all select unnest(yes.stood_for)::text from approval yes where yes.notice_id = target.notice_id and yes.submission = target.submission
    union all select yes ->> 'by' from ratification later, jsonb_array_elements(later.approvals) yes
      where later.notice_id = target.notice_id and later.submission = target.submission
  ) everybody where part is not null order by part)`;

const ROW = sql`
  select appeal.id, appeal.number, appeal.notice_id, notice.number as notice_number, notice.stage as notice_stage,
    notice.secrecy_level, appeal.target_no, target.type, target.locator, target.action, target.status, appeal.named,
    appeal.statement, appeal.contact, appeal.channel, appeal.received_at, appeal.due_at, appeal.late, appeal.state,
    appeal.outcome, appeal.reasons, appeal.decided_by, person.name as decided_by_name, appeal.decided_at,
    ${DECISION_PARTICIPANTS} as parts, appeal.restoration, restoring.state as restoration_state
  from appeal
  left join submission restoring on restoring.notice_id = appeal.notice_id and restoring.number = appeal.restoration
  left join notice on notice.id = appeal.notice_id
  left join target on target.notice_id = appeal.notice_id and target.no = appeal.target_no
  left join person on person.id = appeal.decided_by`;

function knownTo(reader: Reader): RawBuilder<boolean> {
  return sql<boolean>`(appeal.notice_id is null or ${canRead(reader)})`;
}

export interface AppealFilter {
  state?: AppealState | undefined;
  notice?: string | undefined;
}

function narrow({ state, notice }: AppealFilter): RawBuilder<boolean> {
  return sql<boolean>`(${state ?? null}::text is null or appeal.state = ${state ?? null})
    and (${notice ?? null}::uuid is null or appeal.notice_id = ${notice ?? null}::uuid)`;
}

export async function listAppeals(
  db: Connection,
  question: { reader: Reader; filter: AppealFilter; after: { dueMs: number; id: string } | null; limit: number },
): Promise<AppealRow[]> {
  const { reader, filter, after, limit } = question;
  const later =
    after === null
      ? sql`true`
      : sql`(appeal.due_at, appeal.id) > (${new Date(after.dueMs)}::timestamptz, ${after.id}::uuid)`;
  const { rows } = await sql<AppealRow>`
    ${ROW} where ${knownTo(reader)} and ${narrow(filter)} and ${later}
    order by appeal.due_at, appeal.id limit ${limit}`.execute(db);
  return rows;
}

export async function countAppeals(
  db: Connection,
  { reader, filter }: { reader: Reader; filter: AppealFilter },
): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from appeal left join notice on notice.id = appeal.notice_id
    where ${knownTo(reader)} and ${narrow(filter)}`.execute(db);
  return rows[0]?.total ?? 0;
}

export async function findAppeal(
  db: Connection,
  { id, reader }: { id: string; reader: Reader },
): Promise<AppealRow | undefined> {
  const { rows } = await sql<AppealRow>`${ROW} where appeal.id = ${id}::uuid and ${knownTo(reader)}`.execute(db);
  return rows[0];
}

/** The part of an appeal shown to the person who filed it; it reveals nothing of the notice. */
export type FiledAppeal = Pick<
  AppealRow,
  'id' | 'number' | 'state' | 'outcome' | 'reasons' | 'received_at' | 'due_at' | 'decided_at'
>;

const AWAITS_APPROVAL = sql<boolean>`(appeal.outcome = 'restored' and exists (
  select from submission restoring where restoring.notice_id = appeal.notice_id and restoring.number = appeal.restoration
    and restoring.state <> 'approved'))`;

/**
 * Returns an appeal that this person filed. It reads as open until the submission that restores the item is approved.
 */
export async function findFiled(
  db: Connection,
  { id, filedBy }: { id: string; filedBy: string },
): Promise<FiledAppeal | undefined> {
  const { rows } = await sql<FiledAppeal>`
    select appeal.id, appeal.number, appeal.received_at, appeal.due_at,
      case when ${AWAITS_APPROVAL} then 'open' else appeal.state end as state,
      case when not ${AWAITS_APPROVAL} then appeal.outcome end as outcome,
      case when not ${AWAITS_APPROVAL} then appeal.reasons end as reasons,
      case when not ${AWAITS_APPROVAL} then appeal.decided_at end as decided_at
    from appeal where appeal.id = ${id}::uuid and appeal.filed_by = ${filedBy}::uuid`.execute(db);
  return rows[0];
}

export interface AppealedItem {
  noticeId: string;
  no: number;
  /** When the user was notified, else when the item was enforced. */
  sinceMs: number | null;
}

const SINCE = sql`extract(epoch from coalesce(
  (select max(said.notified_at) from user_message said where said.notice_id = target.notice_id and said.target_no = target.no),
  (select max(act.at) from operation act where act.notice_id = target.notice_id and act.target_no = target.no))) * 1000`;

/** Returns the most recently enforced item with a normalised locator, in any notice or in one. */
export async function findByLocator(
  db: Connection,
  { type, normalised, noticeId }: { type: TargetType; normalised: string; noticeId: string | null },
): Promise<AppealedItem | undefined> {
  const { rows } = await sql<AppealedItem>`
    select target.notice_id as "noticeId", target.no, (${SINCE})::float8 as "sinceMs"
    from (
      select notice_id, no from target_locator where hash = hashtextextended(${normalised}, 0) offset 0
    ) named, lateral (
      select * from target where target.notice_id = named.notice_id and target.no = named.no offset 0
    ) target
    where target.type = ${type} and target.normalised = ${normalised} and target.status in ('applied', 'restored')
      and (${noticeId}::uuid is null or target.notice_id = ${noticeId}::uuid)
    order by target.status, target.decided_at desc nulls last, target.notice_id limit 1`.execute(db);
  return rows[0];
}

export async function findByReceipt(db: Connection, receipt: string): Promise<AppealedItem | undefined> {
  const { rows } = await sql<AppealedItem>`
    select target.notice_id as "noticeId", target.no, (${SINCE})::float8 as "sinceMs"
    from operation join target on target.notice_id = operation.notice_id and target.no = operation.target_no
    where operation.receipt = ${receipt} and operation.action <> 'restore' limit 1`.execute(db);
  return rows[0];
}

export async function findByNumber(
  db: Connection,
  { noticeId, no }: { noticeId: string; no: number },
): Promise<AppealedItem | undefined> {
  const { rows } = await sql<AppealedItem>`
    select target.notice_id as "noticeId", target.no, (${SINCE})::float8 as "sinceMs"
    from target where target.notice_id = ${noticeId}::uuid and target.no = ${no}::int`.execute(db);
  return rows[0];
}

/** Returns the item behind the link of a user notice, with the open appeal already filed through it. */
export async function findByToken(
  db: Connection,
  token: string,
): Promise<(AppealedItem & { key: string; type: string; locator: string; open: string | null }) | undefined> {
  const { rows } = await sql<AppealedItem & { key: string; type: string; locator: string; open: string | null }>`
    select said.key, target.notice_id as "noticeId", target.no, (${SINCE})::float8 as "sinceMs", target.type, target.locator,
      (select number from appeal where appeal.message_key = said.key and appeal.state = 'open' limit 1) as open
    from user_message said join target on target.notice_id = said.notice_id and target.no = said.target_no
    where said.appeal_token = ${token} and said.state = 'notified'`.execute(db);
  return rows[0];
}

export async function insertAppeal(
  trx: Connection,
  appeal: Insertable<AppealTable>,
  documents: readonly Omit<AppealDocumentTable, 'appeal_id'>[],
): Promise<void> {
  await trx.insertInto('appeal').values(appeal).execute();
  for (const document of documents)
    await trx
      .insertInto('appeal_document')
      .values({ appeal_id: appeal.id, ...document })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

export async function listAppealDocuments(
  db: Connection,
  appealId: string,
): Promise<{ sha256: string; name: string; media_type: string }[]> {
  return db
    .selectFrom('appeal_document')
    .select(['sha256', 'name', 'media_type'])
    .where('appeal_id', '=', appealId)
    .orderBy('sha256')
    .execute();
}

export async function findAppealDocument(
  db: Connection,
  { appealId, sha256 }: { appealId: string; sha256: string },
): Promise<Omit<AppealDocumentTable, 'appeal_id' | 'sha256'> | undefined> {
  return db
    .selectFrom('appeal_document')
    .select(['name', 'media_type', 'bytes'])
    .where('appeal_id', '=', appealId)
    .where('sha256', '=', sha256)
    .executeTakeFirst();
}

/** Decides an open appeal; returns false if it was decided already. */
export async function markDecided(
  trx: Connection,
  { id, outcome, reasons, by, at }: { id: string; outcome: AppealOutcome; reasons: string; by: string; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('appeal')
    .set({ state: 'decided', outcome, reasons, decided_by: by, decided_at: at })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Returns whether a notice has an appeal that awaits its decision, or the approval of its restoration. */
export async function hasOpenAppeal(db: Connection, noticeId: string): Promise<boolean> {
  const { rows } = await sql`
    select from appeal where appeal.notice_id = ${noticeId}::uuid and (appeal.state = 'open' or ${AWAITS_APPROVAL})
    limit 1`.execute(db);
  return rows.length > 0;
}

export interface WaitingAppeal {
  id: string;
  number: string;
  noticeId: string | null;
  dueAt: Date;
  /** Decided as restored, but an approver has yet to confirm. */
  awaitsApproval: boolean;
}

export async function listWaiting(
  db: Connection,
  { receivedBefore }: { receivedBefore: Date },
): Promise<WaitingAppeal[]> {
  const { rows } = await sql<WaitingAppeal>`
    select appeal.id, appeal.number, appeal.notice_id as "noticeId", appeal.due_at as "dueAt",
      ${AWAITS_APPROVAL} as "awaitsApproval"
    from appeal where appeal.received_at <= ${receivedBefore}::timestamptz and (appeal.state = 'open' or ${AWAITS_APPROVAL})
    order by appeal.due_at limit 1000`.execute(db);
  return rows;
}

/** Queues the message with an appeal's outcome to the person who filed it; the key prevents a duplicate. */
export async function insertOutcomeMessage(
  trx: Connection,
  message: {
    key: string;
    noticeId: string;
    no: number;
    textN: number;
    state: 'waiting' | 'queued';
    opensAtMs: number | null;
  },
): Promise<boolean> {
  const { key, noticeId, no, textN, state, opensAtMs } = message;
  const opensAt = opensAtMs === null ? null : new Date(opensAtMs);
  const { numAffectedRows } = await sql`
    insert into user_message (key, notice_id, target_no, type, platform_id, text_n, required, state, opens_at)
    select ${key}, notice_id, no, type, platform_id, ${textN}::int, false, ${state}, ${opensAt}::timestamptz
    from target where notice_id = ${noticeId}::uuid and no = ${no}::int and platform_id is not null
    on conflict (key) do nothing`.execute(trx);
  return (numAffectedRows ?? 0n) > 0n;
}
