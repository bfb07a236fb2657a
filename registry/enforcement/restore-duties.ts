import { sql, type RawBuilder } from 'kysely';
import { LINK_KINDS } from '../../domain/notices/notice.js';
import { dutyOfLink, type RestoreDutyCause } from '../../domain/clocks/restore-duty.js';
import type { Connection } from '../db.js';
import { actions } from '../notices/audit-sql.js';
import { isKnownAsWidely, isNoSecret, canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';
import { alertKind } from '../ops/alerts.js';

const LINKS = LINK_KINDS.flatMap((as) => {
  const cause = dutyOfLink(as);
  return cause === null ? [] : [{ as, cause }];
});

/**
 * Records duties to restore caused by a later document of the authority, once it is verified: a forged revocation must
 * not page anyone. A document hidden from some readers of the order is skipped until its secrecy ends; its own people
 * are notified (notice/secret-links.ts).
 */
export async function noteLinkDuties(trx: Connection): Promise<void> {
  await sql`
    insert into restore_duty (id, notice_id, cause, because, summary, at)
    select gen_random_uuid(), link.to_notice, duty.cause, link.from_notice,
      'A later document of the authority has ' || duty.cause || ' the order.', greatest(link.created_at, later.received_at)
    from unnest(${LINKS.map(({ as }) => as)}::text[], ${LINKS.map(({ cause }) => cause)}::text[]) as duty (link_as, cause)
    join notice_link link on link.link_as = duty.link_as
    join notice later on later.id = link.from_notice and later.authenticity in ('channel_verified', 'signer_verified')
    join notice earlier on earlier.id = link.to_notice and ${isKnownAsWidely('later', 'earlier')}
    where not exists (
      select from restore_duty known
      where known.notice_id = link.to_notice and known.cause = duty.cause and known.because = link.from_notice::text
        and known.ended_at is null)
    ${AGAIN}`.execute(trx);
}

export async function noteStayDuties(trx: Connection): Promise<void> {
  await sql`
    insert into restore_duty (id, notice_id, cause, because, summary, at)
    select gen_random_uuid(), id, 'stayed', order_because, 'The order is stayed by ' || order_number || '.', order_since from notice
    where order_status = 'stayed' and not exists (
      select from restore_duty known
      where known.notice_id = notice.id and known.cause = 'stayed' and known.because = notice.order_because
        and known.ended_at is null)
    ${AGAIN}`.execute(trx);
}

export async function noteRefusalDuties(trx: Connection): Promise<void> {
  await sql`
    insert into restore_duty (id, notice_id, cause, because, summary, at)
    select gen_random_uuid(), notice_id, 'ratification_refused', submission::text,
      'Submission ' || submission || ' was carried out in an emergency and refused ratification.', settled_at
    from ratification where state = 'refused'
    on conflict do nothing`.execute(trx);
}

const AGAIN = sql`on conflict (notice_id, cause, because) do update set ended_at = null, clock_id = null, at = excluded.at`;

/**
 * Ends duties whose cause is gone (the stay was lifted, the order ends later than first read, or a document proved not
 * to be the authority's) and returns the clocks that ran for them.
 */
export async function endGroundlessDuties(
  trx: Connection,
  { noticeId, now }: { noticeId: string; now: Date },
): Promise<string[]> {
  const { rows } = await sql<{ clock: string | null }>`
    update restore_duty duty set ended_at = ${now}::timestamptz from notice
    where duty.notice_id = ${noticeId}::uuid and notice.id = duty.notice_id and duty.ended_at is null and (
      duty.cause = 'stayed' and (notice.order_status, notice.order_because) is distinct from ('stayed', duty.because)
      or duty.cause = 'expired' and (notice.effective_until is null or notice.effective_until > ${now}::timestamptz)
      or duty.cause in ('revoked', 'narrowed', 'amended') and exists (
        select from notice document
        where document.id::text = duty.because and document.authenticity not in ('channel_verified', 'signer_verified')))
    returning duty.clock_id as clock`.execute(trx);
  return rows.flatMap(({ clock }) => clock ?? []);
}

export async function noteExpiryDuties(trx: Connection, now: Date): Promise<void> {
  await sql`
    insert into restore_duty (id, notice_id, cause, because, summary, at)
    select gen_random_uuid(), id, 'expired', ended, 'The order has ended by its own words on ' || ended || '.', effective_until
    from (
      select id, effective_until, to_char(effective_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ended from notice
      where effective_until <= ${now}::timestamptz
    ) over
    where not exists (
      select from restore_duty known
      where known.notice_id = over.id and known.cause = 'expired' and known.because = ended and known.ended_at is null)
    ${AGAIN}`.execute(trx);
}

/**
 * Records duties to restore for orders that rest on an annulled version of a law and still have restrictions in force.
 */
export async function noteAnnulmentDuties(
  trx: Connection,
  versions: readonly { id: string; version: string; atMs: number }[],
): Promise<void> {
  // One statement per version: with a single literal PostgreSQL can estimate that hardly any notice rests on it.
  for (const { id, version, atMs } of versions) {
    const law = `${id} ${version}`;
    await sql`
      insert into restore_duty (id, notice_id, cause, because, summary, at)
      select gen_random_uuid(), notice.id, 'annulled', ${law}::text,
        ${`The law behind the order (${law}) was annulled.`}::text, ${new Date(atMs)}::timestamptz
      from notice
      where regime_id = ${id} and regime_version = ${version}
        and exists (select from restriction_support held where held.notice_id = notice.id and held.released_at is null)
        and not exists (
          select from restore_duty known
          where known.notice_id = notice.id and known.cause = 'annulled' and known.because = ${law})
      on conflict do nothing`.execute(trx);
  }
}

export interface OwedDuty {
  id: string;
  noticeId: string;
  cause: RestoreDutyCause;
  summary: string;
  at: Date;
  closed: boolean;
  regimeId: string;
  regimeVersion: string;
}

/** Claims duties that have restrictions in force but no running clock; each goes to one caller at a time. */
export async function claimOwedDuties(trx: Connection, { limit }: { limit: number }): Promise<OwedDuty[]> {
  const { rows } = await sql<OwedDuty>`
    select duty.id, duty.notice_id as "noticeId", duty.cause, duty.summary, duty.at, notice.stage = 'closed' as closed,
      notice.regime_id as "regimeId", notice.regime_version as "regimeVersion"
    from restore_duty duty join notice on notice.id = duty.notice_id
    where duty.clock_id is null and duty.ended_at is null
      and exists (select from restriction_support held where held.notice_id = duty.notice_id and held.released_at is null)
      and not (notice.stage = 'closed' and exists (
        select from alert notified where notified.notice_id = notice.id and notified.kind = ${alertKind('restore_due')} and notified.resolved_at is null))
    order by duty.created_at limit ${limit} for update of duty skip locked`.execute(trx);
  return rows;
}

export async function setDutyClock(trx: Connection, { id, clockId }: { id: string; clockId: string }): Promise<void> {
  await trx.updateTable('restore_duty').set({ clock_id: clockId }).where('id', '=', id).execute();
}

/** Resolves the alerts of closed notices that no longer hold any restriction. */
export async function settleClosedDuties(trx: Connection): Promise<void> {
  await sql`
    update alert set resolved_at = now() from notice
    where alert.kind = ${alertKind('restore_due')} and alert.resolved_at is null and notice.id = alert.notice_id
      and notice.stage = 'closed' and not exists (
        select from restriction_support held where held.notice_id = notice.id and held.released_at is null)`.execute(
    trx,
  );
}

export interface UnsupportedRow {
  notice_id: string;
  number: string;
  secrecy_level: string;
  target_no: number;
  type: string;
  locator: string;
  countries: string[];
  everywhere: boolean;
  since: Date;
  cause: RestoreDutyCause | 'void' | 'withdrawn';
  why: string;
  unsupported_since: Date;
  held_by_others: boolean;
}

export type UnsupportedKey = Pick<UnsupportedRow, 'number' | 'target_no'>;

/**
 * Supports that were live at an instant although their order had lost its basis by then: expired, revoked, annulled, or
 * closed as void or withdrawn. For a narrowed or amended order every remaining support counts until people have
 * restored something: only they can say which targets the document means.
 */
function unsupported(at: Date, visible: (alias: string) => RawBuilder<unknown>): RawBuilder<unknown> {
  const then = sql`${at}::timestamptz`;
  return sql`
    select held.notice_id, notice.number, notice.secrecy_level, held.target_no, held.type, held.locator, held.countries,
      held.everywhere, held.since, reason.cause, reason.why, reason.at as unsupported_since,
      exists (
        select from restriction_support other join notice holder on holder.id = other.notice_id
        where other.platform_id = held.platform_id and other.notice_id <> held.notice_id and other.since <= ${then}
          and (other.released_at is null or other.released_at > ${then}) and ${visible('holder')}) as held_by_others
    from restriction_support held join notice on notice.id = held.notice_id
    cross join lateral (
      select duty.cause, duty.summary as why, duty.at from restore_duty duty left join clock on clock.id = duty.clock_id
      where duty.notice_id = held.notice_id and duty.at <= ${then} and (duty.ended_at is null or duty.ended_at > ${then})
        and (duty.cause <> 'ratification_refused' or exists (
          select from target own
          where own.notice_id = held.notice_id and own.no = held.target_no and own.submission::text = duty.because))
        and (duty.cause not in ('narrowed', 'amended') or clock.met_at is null or clock.met_at > ${then})
      union all
      select notice.outcome, 'The notice was closed as ' || notice.outcome || '.', closing.at
      from (
        select max(entry.at) as at from audit_entry entry
        where entry.notice_id = notice.id and entry.action = ${actions('close')}
      ) closing
      where notice.stage = 'closed' and notice.outcome in ('void', 'withdrawn') and closing.at <= ${then}
      order by at limit 1
    ) reason
    -- Few notices have lost their basis: from them to what they hold, and not the other way attempt.
    where held.notice_id in (
        select notice_id from restore_duty
        union all
        select id from notice where stage = 'closed' and outcome in ('void', 'withdrawn'))
      and held.since <= ${then} and (held.released_at is null or held.released_at > ${then}) and ${visible('notice')}`;
}

/** Lists restrictions without a legal basis that the reader can access, by notice and target. */
export async function listUnsupported(
  db: Connection,
  { reader, at, after, limit }: { reader: Reader; at: Date; after: UnsupportedKey | null; limit: number },
): Promise<UnsupportedRow[]> {
  const later =
    after === null ? sql`true` : sql`(listed.number, listed.target_no) > (${after.number}, ${after.target_no}::int)`;
  const { rows } = await sql<UnsupportedRow>`
    select * from (${unsupported(at, (alias) => canRead(reader, alias))}) as listed where ${later}
    order by listed.number, listed.target_no limit ${limit}`.execute(db);
  return rows;
}

export async function countUnsupported(db: Connection, { reader, at }: { reader: Reader; at: Date }): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from (${unsupported(at, (alias) => canRead(reader, alias))}) as listed`.execute(db);
  return rows[0]?.total ?? 0;
}

/**
 * Counts such restrictions and their notices among non-secret notices only, so that everyone in ops may see the figure.
 */
export async function countUnsupportedOpenly(
  db: Connection,
  at: Date,
): Promise<{ restrictions: number; notices: number }> {
  const { rows } = await sql<{ restrictions: number; notices: number }>`
    select count(*) as restrictions, count(distinct notice_id) as notices
    from (${unsupported(at, isNoSecret)}) as listed`.execute(db);
  return rows[0] ?? { restrictions: 0, notices: 0 };
}
