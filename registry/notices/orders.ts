import { sql, type RawBuilder } from 'kysely';
import type { OrderFacts, OrderState, Uphold } from '../../domain/orders/order-status.js';
import type { NoticeKind, Stage } from '../../domain/notices/notice.js';
import type { Connection } from '../db.js';
import { wordList } from '../word-list.js';
import { isKnownAsWidely } from './secrecy.js';

export interface RecordedOrder {
  noticeId: string;
  stage: Stage;
  orderState: OrderState;
  uphold: Uphold | null;
  facts: OrderFacts;
}

const COURT: NoticeKind = 'court_order';
/** A court can act on any authority's order; any other document must come from the order's own authority. */
const REVOKING: readonly NoticeKind[] = ['revocation', COURT];

export const epochMs = (instant: RawBuilder<unknown>) => sql<number>`(extract(epoch from ${instant}) * 1000)::bigint`;

/**
 * Lists orders whose status may have changed since it was written: those that a document acts on and those past their
 * end.
 */
export function listChangingOrders(db: Connection, { now }: { now: Date }): Promise<RecordedOrder[]> {
  return readOrders(
    db,
    sql`
      select to_notice from notice_link where link_as in ('revokes', 'stays', 'lifts_stay')
      union select id from notice where order_status <> 'in_effect' or annulled_law is not null
      union select id from notice where effective_until <= ${now}::timestamptz and order_status in ('in_effect', 'stayed')`,
  );
}

/** Returns an order as currently recorded. Throws if the notice does not exist. */
export async function findOrder(db: Connection, noticeId: string): Promise<RecordedOrder> {
  const [order] = await readOrders(db, sql`select ${noticeId}::uuid`);
  if (order === undefined) throw new Error(`There is no notice ${noticeId}.`);
  return order;
}

async function readOrders(db: Connection, which: RawBuilder<unknown>): Promise<RecordedOrder[]> {
  const { rows } = await sql<RecordedOrder>`
    select notice.id as "noticeId", notice.stage, notice.order_uphold as uphold,
      jsonb_build_object('status', notice.order_status, 'sinceMs', ${epochMs(sql`notice.order_since`)},
        'because', notice.order_because, 'number', notice.order_number) as "orderState",
      jsonb_build_object(
        'revocations', coalesce((
          select jsonb_agg(jsonb_build_object('notice', later.id, 'number', later.number, 'atMs', ${epochMs(arrived)},
            'byCourt', later.kind = ${COURT}) order by ${arrived}, later.id)
          from ${documents('revokes')} and later.kind in ${wordList(REVOKING)} and ${coversWholeOrder}
        ), '[]'),
        'stays', coalesce((
          select jsonb_agg(jsonb_build_object('notice', later.id, 'number', later.number, 'atMs', ${epochMs(arrived)},
            'liftedAtMs', (${liftedAt})) order by ${arrived}, later.id)
          from ${documents('stays')}
        ), '[]'),
        'annulledLaw', case when notice.annulled_law is null then null
          else jsonb_build_object('law', notice.annulled_law, 'atMs', ${epochMs(sql`notice.annulled_at`)}) end,
        'endsAtMs', ${epochMs(sql`notice.effective_until`)}
      ) as facts
    from notice where notice.id in (${which})`.execute(db);
  return rows;
}

const arrived = sql`greatest(link.created_at, later.received_at)`;

/** Verified documents about an order that everyone with access to the order can read; a forgery has no effect. */
function documents(as: 'revokes' | 'stays'): RawBuilder<unknown> {
  return sql`
    notice_link link join notice later on later.id = link.from_notice
    where link.to_notice = notice.id and link.link_as = ${as} and ${counts('later')}
      and (later.kind = ${COURT} or later.authority_id = notice.authority_id
        or later.authority_id is null and notice.authority_id is null and later.authority_name = notice.authority_name)
      and not exists (
        select from notice_link back join notice undoing on undoing.id = back.from_notice
        where back.to_notice = later.id and back.link_as = 'revokes' and ${counts('undoing')}
          and (undoing.kind = ${COURT} or undoing.authority_id = later.authority_id))`;
}

function counts(alias: string): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql`(${column('authenticity')} in ('channel_verified', 'signer_verified')
    and not (${column('stage')} = 'closed' and coalesce(${column('outcome')}, '') in ('void', 'withdrawn'))
    and ${isKnownAsWidely(alias, 'notice')})`;
}

const coversWholeOrder = sql`(later.targets = 0 or notice.order_because = later.id::text or (
  later.targets >= notice.targets and not exists (
    select from target own where own.notice_id = notice.id and not exists (
      select from target named
      where named.notice_id = later.id and named.type = own.type and named.locator = own.locator))))`;

/** Only a court can lift a court's stay; an authority's own stay can also be lifted by that authority. */
const liftedAt = sql`
  select max(${epochMs(sql`greatest(undo.created_at, lift.received_at)`)})
  from notice_link undo join notice lift on lift.id = undo.from_notice
  where undo.link_as = 'lifts_stay' and undo.to_notice in (notice.id, later.id) and ${counts('lift')}
    and (lift.kind = ${COURT} or later.kind <> ${COURT} and lift.authority_id = later.authority_id)
    and greatest(undo.created_at, lift.received_at) >= ${arrived}`;

export async function writeOrderState(
  trx: Connection,
  { noticeId, orderState }: { noticeId: string; orderState: OrderState },
): Promise<void> {
  const { status, sinceMs, because, number } = orderState;
  await trx
    .updateTable('notice')
    .set({
      order_status: status,
      order_since: sinceMs === null ? null : new Date(sinceMs),
      order_because: because,
      order_number: number,
    })
    .where('id', '=', noticeId)
    .execute();
}

/** Stores counsel's decision to enforce an order although it is not in effect. */
export async function writeUphold(
  trx: Connection,
  { noticeId, uphold }: { noticeId: string; uphold: Uphold },
): Promise<void> {
  await trx
    .updateTable('notice')
    .set({ order_uphold: JSON.stringify(uphold) })
    .where('id', '=', noticeId)
    .execute();
}

/** Marks notices under annulled versions of laws and clears the mark where a version is valid again. */
export async function markAnnulledLaws(
  db: Connection,
  versions: readonly { id: string; version: string; atMs: number }[],
): Promise<void> {
  const laws = sql`unnest(${versions.map(({ id }) => id)}::text[], ${versions.map(({ version }) => version)}::text[],
    ${versions.map(({ atMs }) => new Date(atMs))}::timestamptz[]) as law (id, version, at)`;
  await sql`
    update notice set annulled_law = null, annulled_at = null
    where annulled_law is not null and not exists (
      select from ${laws} where law.id = notice.regime_id and law.version = notice.regime_version)`.execute(db);
  if (versions.length === 0) return;
  await sql`
    update notice set annulled_law = law.id || ' ' || law.version, annulled_at = law.at
    from ${laws}
    where notice.regime_id = law.id and notice.regime_version = law.version and notice.annulled_law is null
      and notice.received_at < law.at`.execute(db);
}
