import { sql } from 'kysely';
import type { Connection } from '../db.js';
import { alertKind } from '../ops/alerts.js';
import type { LinkKind } from '../../domain/notices/notice.js';
import { wordList } from '../word-list.js';
import { isKnownAsWidely } from './secrecy.js';

const SECRET_DOCUMENT = alertKind('secret_document');

export async function isKnownAsWidelyAs(
  db: Connection,
  { notice, than }: { notice: string; than: string },
): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select ${isKnownAsWidely('other', 'own')} as known from notice other, notice own
    where other.id = ${notice}::uuid and own.id = ${than}::uuid`.execute(db);
  return rows[0]?.known === true;
}

/**
 * Forwards new links of a notice to the workflows of the linked notices. If some readers of a linked notice cannot
 * access this one, the link is withheld and an alert asks people with access to both to act themselves.
 */
export async function passLinksOn(trx: Connection, { from }: { from: string }): Promise<void> {
  await sql`
    update notice_link link set withheld = true from notice later, notice earlier
    where link.from_notice = ${from}::uuid and later.id = link.from_notice and earlier.id = link.to_notice
      and not ${isKnownAsWidely('later', 'earlier')}`.execute(trx);
  await sql`
    insert into alert (id, key, kind, notice_id, summary, detail)
    select gen_random_uuid(), link.from_notice || ':secret_document:' || link.to_notice, ${SECRET_DOCUMENT}, link.from_notice,
      'This document is about ' || earlier.number || ' (' || replace(link.link_as, '_', ' ') || '), whose readers have no access to it. Nothing changes there automatically: do there what the document asks for.',
      jsonb_build_object('notice', earlier.id, 'number', earlier.number, 'as', link.link_as)
    from notice_link link join notice earlier on earlier.id = link.to_notice
    where link.from_notice = ${from}::uuid and link.withheld
    on conflict (key) where resolved_at is null do nothing`.execute(trx);
  await sendActs(trx, sql`link.from_notice = ${from}::uuid`);
}

/** Forwards withheld links of notices whose secrecy has ended. */
export async function passWithheldLinksOn(trx: Connection): Promise<void> {
  const { rows } = await sql<{ from: string; to: string }>`
    update notice_link link set withheld = false from notice later, notice earlier
    where link.withheld and later.id = link.from_notice and earlier.id = link.to_notice
      and ${isKnownAsWidely('later', 'earlier')}
    returning link.from_notice as from, link.to_notice as to`.execute(trx);
  for (const { from, to } of rows) {
    await sendActs(trx, sql`link.from_notice = ${from}::uuid and link.to_notice = ${to}::uuid`);
    await sql`
      update alert set resolved_at = now()
      where key = ${`${from}:secret_document:${to}`} and resolved_at is null`.execute(trx);
  }
}

/** Link kinds by which a notice from the authority may answer our question about another. */
const ANSWERS: readonly LinkKind[] = ['follows', 'amends', 'narrows', 'confirms', 'supersedes'];

async function sendActs(trx: Connection, which: ReturnType<typeof sql>): Promise<void> {
  await sql`
    insert into outbox (notice_id, kind, payload)
    select link.to_notice, 'clocks', jsonb_build_object('notice', later.id,
      'answeredAtMs', (extract(epoch from greatest(later.received_at, link.created_at)) * 1000)::bigint)
    from notice_link link join notice later on later.id = link.from_notice
    where not link.withheld and link.link_as in ${wordList(ANSWERS)} and ${which} and exists (
      select from clock where clock.notice_id = link.to_notice and clock.owner = 'us' and clock.state = 'paused')
    order by link.created_at, link.to_notice`.execute(trx);
  await sql`
    insert into outbox (notice_id, kind, payload)
    select link.to_notice, 'command', jsonb_build_object('name', 'authority_act',
      'body', jsonb_build_object('notice', later.id, 'number', later.number, 'as', link.link_as))
    from notice_link link join notice later on later.id = link.from_notice
    where not link.withheld and ${which}
    order by link.created_at, link.to_notice`.execute(trx);
}
