import type { Details } from '../../domain/notices/details.js';
import { sql, type RawBuilder, type Selectable } from 'kysely';
import { getKeys } from '../../domain/record-keys.js';
import { PRIORITIES, type NoticeSort, type Priority } from '../../domain/notices/notice.js';
import type { Claim } from '../../domain/notices/claim.js';
import { isUuid } from '../../domain/uuid.js';
import { ask, question, tables, type Question } from '../ask.js';
import type { Connection } from '../db.js';
import { isFound, type Found } from './notice-search.js';
import { canRead } from './secrecy.js';
import type { Reader } from '../reading.js';
import { pageSize } from '../page-size.js';
import type { NoticeTable } from './tables.js';
import type { OrderState, OrderStatus } from '../../domain/orders/order-status.js';
import type { NoticeState } from '../../domain/notices/notice-state.js';

export type NoticeRow = Omit<
  Selectable<NoticeTable>,
  | 'annulled_law'
  | 'annulled_at'
  | 'body'
  | 'document_print'
  | 'targets_print'
  | 'closed_state'
  | 'workflow_unshown'
  | 'second_review_seed'
  | 'break_glass_access'
>;

/** Excludes the body, which only the single view shows, the closed state, and columns that must stay hidden. */
export const NOTICE_COLUMNS = [
  'id',
  'number',
  'version',
  'stage',
  'outcome',
  'kind',
  'authority_id',
  'authority_name',
  'authority_country',
  'authority_email',
  'jurisdiction',
  'regime_id',
  'regime_version',
  'law_candidates',
  'reference',
  'subject',
  'language',
  'channel',
  'authenticity',
  'secrecy_level',
  'secrecy_people',
  'secrecy_until',
  'issued_at',
  'served_at',
  'received_at',
  'ordered_deadline',
  'targets_follow',
  'created_by',
  'created_at',
  'priority',
  'category',
  'queue',
  'routed_by',
  'assignee',
  'claimed_until',
  'next_due_at',
  'queue_due_at',
  'next_due_kind',
  'next_due_clock',
  'next_plan_at',
  'next_plan_kind',
  'next_plan_clock',
  'draft_revision',
  'submission_number',
  'targets',
  'undecided',
  'by_action',
  'applied',
  'failed',
  'restored',
  'workflow_started',
  'workflow_epoch',
  'workflow_run',
  'targets_resolved_at',
  'targets_added_at',
  'facts',
  'details',
  'checklist',
  'effective_until',
  'order_status',
  'order_since',
  'order_because',
  'order_number',
  'order_uphold',
  'order_apart',
  'verified_by',
  'closed_at',
  'erased_at',
] as const;

const COLUMNS_AS_TEXT = sql.raw(NOTICE_COLUMNS.map((name) => `notice.${name}`).join(', '));

/** Returns an accessible notice and whether the reader created it; undefined for hidden and missing alike. */
export function findNotice(db: Connection, key: { id: string; reader: Reader }): Promise<FoundNotice | undefined> {
  return ask(db, queryNotice(key));
}

export interface FoundNotice {
  row: NoticeRow;
  known: boolean;
  own: boolean;
}

export function queryNotice({ id, reader }: { id: string; reader: Reader }): Question<FoundNotice | undefined> {
  const select = sql<NoticeRow & { known: boolean }>`
    select ${COLUMNS_AS_TEXT}, ${canRead(reader)} as known from notice where id = ${id}::uuid`;
  const instants = {
    secrecy_until: true,
    issued_at: true,
    served_at: true,
    received_at: true,
    created_at: true,
    claimed_until: true,
    next_due_at: true,
    queue_due_at: true,
    next_plan_at: true,
    targets_resolved_at: true,
    targets_added_at: true,
    effective_until: true,
    order_since: true,
    closed_at: true,
    erased_at: true,
  } as const;
  const read = ([found]: (NoticeRow & { known: boolean })[]): FoundNotice | undefined => {
    if (found === undefined) return undefined;
    const { known, ...row } = found;
    return { row, known, own: row.created_by === reader.id };
  };
  return question({ select, instants, read });
}

/** Returns a notice without an access check; for the desk's own work, never for a response. */
export async function getNotice(db: Connection, id: string): Promise<NoticeRow> {
  return db.selectFrom('notice').select(NOTICE_COLUMNS).where('id', '=', id).executeTakeFirstOrThrow();
}

/** Locks the notice row, so that drafting, freezing and adding targets run one after another. */
export async function lockNotice(trx: Connection, id: string): Promise<NoticeRow> {
  return trx.selectFrom('notice').select(NOTICE_COLUMNS).where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
}

export async function updateDetails(trx: Connection, noticeId: string, details: Details): Promise<void> {
  await trx
    .updateTable('notice')
    .set({ details: JSON.stringify(details) })
    .where('id', '=', noticeId)
    .execute();
}

/** Marks a notice's targets as resolved, unless a list has added more since they were counted. */
export async function markTargetsResolved(
  db: Connection,
  { noticeId, targets }: { noticeId: string; targets: number },
): Promise<void> {
  // Targets without an answer are now searched through an index.
  await sql`
    update target set looked_up = true
    where notice_id = ${noticeId}::uuid and platform_id is null and not looked_up`.execute(db);
  await db
    .updateTable('notice')
    .set({ targets_resolved_at: sql<Date>`now()` })
    .where('id', '=', noticeId)
    .where('targets', '=', targets)
    .execute();
}

/** Returns the text of a notice as sent; null if it is withheld from the reader. */
export function queryBody(id: string, { withheld }: { withheld: boolean }): Question<string | null> {
  const select = tables.selectFrom('notice').select('body').where('id', '=', id).where(sql<boolean>`${!withheld}`);
  return question({ select, instants: {}, read: ([row]: { body: string }[]) => row?.body ?? null });
}

export interface NoticeFilters {
  /** Time of the query; `unassigned` includes expired claims. */
  now: Date;
  stage?: string | undefined;
  stages?: readonly string[] | undefined;
  open?: boolean | undefined;
  queue?: string | undefined;
  priority?: Priority | undefined;
  secrecy?: string | undefined;
  unassigned?: boolean | undefined;
  outcome?: string | undefined;
  kind?: string | undefined;
  jurisdiction?: string | undefined;
  regime?: string | undefined;
  authority?: string | undefined;
  assignee?: string | undefined;
  alert?: boolean | undefined;
  orderStatus?: OrderStatus | undefined;
  overdue?: boolean | undefined;
  dueBefore?: Date | undefined;
  /** Filters by queue position, where overdue notices precede any future instant. */
  queueDueBefore?: Date | undefined;
  found?: Found | undefined;
}

function filtered(db: Connection, reader: Reader, filters: NoticeFilters, ownOnly: boolean) {
  let query = ownOnly
    ? db.selectFrom('notice').where('created_by', '=', reader.id)
    : db.selectFrom('notice').where(canRead(reader));
  const exact = {
    stage: 'stage',
    outcome: 'outcome',
    kind: 'kind',
    jurisdiction: 'jurisdiction',
    regime: 'regime_id',
    authority: 'authority_id',
    queue: 'queue',
    priority: 'priority',
    secrecy: 'secrecy_level',
    orderStatus: 'order_status',
  } as const;
  for (const name of getKeys(exact)) {
    const value = filters[name];
    if (value !== undefined) query = query.where(sql.ref(exact[name]), '=', value);
  }
  if (filters.assignee !== undefined) {
    const { assignee } = filters;
    query = isUuid(assignee) ? query.where('assignee', '=', assignee) : query.where(sql<boolean>`false`);
  }
  if (filters.dueBefore !== undefined)
    query = query.where(sql<boolean>`least(next_due_at, next_plan_at) < ${filters.dueBefore}::timestamptz`);
  if (filters.queueDueBefore !== undefined) query = query.where('queue_due_at', '<', filters.queueDueBefore);
  if (filters.stages !== undefined) query = query.where(sql<boolean>`stage = any (${filters.stages}::text[])`);
  if (filters.open === true) query = query.where('stage', '<>', 'closed');
  if (filters.unassigned === true)
    query = query.where(sql<boolean>`(assignee is null or claimed_until <= ${filters.now}::timestamptz)`);
  if (filters.overdue === true) {
    query = query.where(
      sql<boolean>`exists (select from clock where clock.notice_id = notice.id and clock.owner = 'us' and clock.state = 'missed' and clock.met_at is null)`,
    );
  }
  if (filters.alert === true) {
    query = query.where(
      sql<boolean>`exists (select from alert where alert.notice_id = notice.id and alert.resolved_at is null)`,
    );
  }
  if (filters.found !== undefined) query = query.where(isFound(filters.found));
  return query;
}

/** As the weight of a law: lowest first. A notice without a priority stands with the normal ones. */
const LIGHTNESS = sql<number>`(array_position(${[...PRIORITIES]}::text[], coalesce(priority, 'normal')) - ${PRIORITIES.length}::int)`;

function lightnessBy(weights: readonly { law: { id: string; version: string }; weight: number }[]): RawBuilder<number> {
  return sql<number>`coalesce((
    select -law.weight from unnest(${weights.map(({ law }) => law.id)}::text[],
      ${weights.map(({ law }) => law.version)}::text[], ${weights.map(({ weight }) => weight)}::int[]) as law (id, version, weight)
    where law.id = notice.regime_id and law.version = notice.regime_version limit 1), 0)`;
}

/**
 * Lists accessible notices (or only the reader's own, with `ownOnly`), nearest own due first or newest first, a page
 * after a key.
 */
export async function listNotices(
  db: Connection,
  list: {
    reader: Reader;
    filters: NoticeFilters;
    sort: NoticeSort;
    /** Severity of a breach by law, where known; used for the order by consequence. */
    weights: readonly { law: { id: string; version: string }; weight: number }[];
    after: { atMs: number | null; id: string; weight: number; apart: boolean } | null;
    limit: number;
    ownOnly: boolean;
  },
): Promise<NoticeRow[]> {
  const { reader, filters, sort, weights, after, limit, ownOnly } = list;
  let query = filtered(db, reader, filters, ownOnly).select(NOTICE_COLUMNS);
  const at = after?.atMs == null ? sql<Date>`'infinity'::timestamptz` : sql<Date>`${new Date(after.atMs)}::timestamptz`;
  if (sort === 'due') {
    if (after !== null)
      query = query.where(
        sql<boolean>`(order_apart, coalesce(queue_due_at, 'infinity'::timestamptz), id) > (${after.apart}::boolean, ${at}, ${after.id}::uuid)`,
      );
    query = query.orderBy('order_apart').orderBy(sql`coalesce(queue_due_at, 'infinity'::timestamptz)`).orderBy('id');
  } else if (sort === 'consequence' || sort === 'priority') {
    const lightness = sort === 'consequence' ? lightnessBy(weights) : LIGHTNESS;
    if (after !== null)
      query = query.where(
        sql<boolean>`(${lightness}, coalesce(queue_due_at, 'infinity'::timestamptz), id) > (${-after.weight}::int, ${at}, ${after.id}::uuid)`,
      );
    query = query.orderBy(lightness).orderBy(sql`coalesce(queue_due_at, 'infinity'::timestamptz)`).orderBy('id');
  } else {
    if (after !== null)
      query = query.where(sql<boolean>`(received_at < ${at} or (received_at = ${at} and id > ${after.id}::uuid))`);
    query = query.orderBy('received_at', 'desc').orderBy('id');
  }
  return (await query.limit(pageSize(limit)).execute()).slice(0, limit);
}

export async function countNotices(
  db: Connection,
  { reader, filters, ownOnly }: { reader: Reader; filters: NoticeFilters; ownOnly: boolean },
): Promise<number> {
  const { total } = await filtered(db, reader, filters, ownOnly)
    .select(sql<number>`count(*)`.as('total'))
    .executeTakeFirstOrThrow();
  return total;
}

export function claimOfRow({ assignee, claimed_until: until }: NoticeRow): Claim {
  return { by: assignee, name: null, untilMs: until?.getTime() ?? null };
}

export function statusOfRow(
  row: Pick<NoticeRow, 'order_status' | 'order_since' | 'order_because' | 'order_number'>,
): OrderState {
  const { order_status: status, order_since: since, order_because: because, order_number: number } = row;
  return { status, sinceMs: since?.getTime() ?? null, because, number };
}

export async function findClosedState(db: Connection, noticeId: string): Promise<NoticeState | null> {
  const row = await db.selectFrom('notice').select('closed_state').where('id', '=', noticeId).executeTakeFirstOrThrow();
  return row.closed_state;
}

export async function findVersion(db: Connection, noticeId: string): Promise<number> {
  const row = await db.selectFrom('notice').select('version').where('id', '=', noticeId).executeTakeFirstOrThrow();
  return row.version;
}
