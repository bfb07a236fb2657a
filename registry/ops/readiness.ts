import { sql } from 'kysely';
import type { Connection } from '../db.js';
import { isNoSecret } from '../notices/secrecy.js';
import { alertKind } from './alerts.js';

export async function measureConnections(db: Connection): Promise<{ used: number; max: number }> {
  const { rows } = await sql<{ used: number; max: number }>`
    select (select count(*)::integer from pg_stat_activity where datname = current_database()) as used,
      current_setting('max_connections')::integer as max`.execute(db);
  return rows[0] ?? { used: 0, max: 0 };
}

/** Readiness is public, so alerts about secret notices are left out. */
function openAlerts() {
  return sql`(
    select alert.* from alert left join notice on notice.id = alert.notice_id
    where alert.notice_id is null or ${isNoSecret()}) as alert`;
}

/** What the workers' alerts and the last page say of platform and pager. */
export interface Outside {
  platform: number;
  platformSince: Date | null;
  pager: number;
  pagerMissing: number;
  pageAt: Date | null;
  pageAccepted: boolean | null;
}

export async function findOutside(db: Connection): Promise<Outside | undefined> {
  const { rows } = await sql<Outside>`
    with open as (select kind, since from ${openAlerts()} where resolved_at is null),
      page as (
        select message.created_at, message.accepted_at from staff_message message join notice on notice.id = message.notice_id
        where message.channel = 'page' and ${isNoSecret()} order by message.created_at desc limit 1)
    select count(*) filter (where kind = ${alertKind('platform_outage')})::integer as platform,
      min(since) filter (where kind = ${alertKind('platform_outage')}) as "platformSince",
      count(*) filter (where kind = ${alertKind('pager_outage')})::integer as pager,
      count(*) filter (where kind = ${alertKind('pager_missing')})::integer as "pagerMissing",
      (select created_at from page) as "pageAt", (select accepted_at is not null from page) as "pageAccepted"
    from open`.execute(db);
  return rows[0];
}

export interface MailAlerts {
  waiting: number;
  bounced: number;
}

export async function countMailAlerts(db: Connection): Promise<MailAlerts> {
  const { rows } = await sql<MailAlerts>`
    select count(*) filter (where kind = ${alertKind('mail_outage')} and resolved_at is null)::integer as waiting,
      count(*) filter (where kind = ${alertKind('letter_bounced')} and since > now() - interval '1 day')::integer as bounced
    from ${openAlerts()}`.execute(db);
  return rows[0] ?? { waiting: 0, bounced: 0 };
}

export interface AuditAlerts {
  forked: number;
  unsigned: number;
  away: number;
}

export async function countAuditAlerts(db: Connection): Promise<AuditAlerts> {
  const { rows } = await sql<AuditAlerts>`
    select count(*) filter (where kind = ${alertKind('audit_forked')})::integer as forked,
      count(*) filter (where kind = ${alertKind('audit_unsigned')})::integer as unsigned,
      count(*) filter (where kind = ${alertKind('audit_witness_away')})::integer as away
    from alert where resolved_at is null`.execute(db);
  return rows[0] ?? { forked: 0, unsigned: 0, away: 0 };
}

export async function hasMutePager(db: Connection): Promise<boolean> {
  const { rows } = await sql<{ open: number }>`
    select count(*) as open from alert where key like 'watchdog:pager%' and resolved_at is null`.execute(db);
  return (rows[0]?.open ?? 0) > 0;
}
