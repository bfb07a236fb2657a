import { sql, type RawBuilder } from 'kysely';
import type { Authentication, MailFacts, MailWay, ProposedKind, ShownState } from '../../domain/mail/read-mail.js';
import { containing } from '../containing.js';
import type { Connection } from '../db.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';
import { isUnread } from './unread.js';

export interface InboundRow {
  id: string;
  received_at: Date;
  received_us: number;
  way: MailWay;
  from_address: string;
  subject: string;
  text: string;
  message_id: string | null;
  header_date: Date | null;
  read: boolean;
  authentication: Authentication | null;
  facts: MailFacts | null;
  proposed_kind: ProposedKind;
  /** The notice the mail seems to be about; null if the reader has no access to it. */
  proposed_notice: string | null;
  proposed_authority: string | null;
  proposed_regime: string | null;
  state: ShownState;
  notice_id: string | null;
  number: string | null;
  secrecy_level: string | null;
  reply: number | null;
  reason: string;
  decided_by: string | null;
  decided_by_name: string | null;
  decided_at: Date | null;
  documents: { name: string; mediaType: string; sha256: string; size: number }[];
}

/**
 * Mail filtered by access. Accepted mail is visible to readers of its notice; held mail to all who sort mail, except
 * that a mail naming a letter's id, which cannot be guessed, belongs to that letter's notice.
 */
function visible(reader: Reader): RawBuilder<unknown> {
  return sql`
    from inbound_mail as mail
    left join notice on notice.id = mail.notice_id
    left join notice about on about.id = mail.proposed_notice
    left join person on person.id = mail.decided_by
    where (mail.notice_id is null or ${canRead(reader)})
      and (not mail.answers_letter or mail.notice_id is not null or ${canRead(reader, 'about')})
      and not (mail.sorted_at is null and mail.notice_id is null and ${namesHidden(reader)})`;
}

function namesHidden({ id, roles }: Reader): RawBuilder<boolean> {
  return sql<boolean>`names_hidden_letter(mail.header_ids
    || array(select jsonb_array_elements_text(coalesce(mail.facts -> 'answers', '[]')))
    || array(select jsonb_array_elements_text(coalesce(mail.facts -> 'bounce' -> 'returned', '[]'))), ${id}::uuid, ${roles}::text[])`;
}

const STATE = sql<ShownState>`case when ${isUnread('mail')} then 'unread' else mail.state end`;

const COLUMNS = (reader: Reader) => sql`
  mail.id, mail.received_at, (extract(epoch from mail.received_at) * 1000000)::bigint as received_us, mail.way, mail.from_address,
  mail.subject, case when ${isUnread('mail')} then '' else mail.text end as text, mail.message_id, mail.header_date, mail.authentication is not null as read,
  case when mail.proven is null then mail.authentication
    else mail.authentication || jsonb_build_object('aligned', mail.proven -> 'aligned') end as authentication, mail.facts, mail.proposed_kind,
  case when ${canRead(reader, 'about')} then mail.proposed_notice end as proposed_notice, mail.proposed_authority,
  mail.proposed_regime, ${STATE} as state, mail.notice_id, notice.number, notice.secrecy_level, mail.reply, mail.reason, mail.decided_by,
  person.name as decided_by_name, mail.decided_at,
  (select coalesce(jsonb_agg(jsonb_build_object('name', name, 'mediaType', media_type, 'sha256', sha256,
    'size', octet_length(bytes)) order by no), '[]') from inbound_document where mail_id = mail.id) as documents`;

export async function listInbound(
  db: Connection,
  filter: {
    reader: Reader;
    states: readonly ShownState[] | null;
    after: { receivedUs: number; id: string } | null;
    limit: number;
    /** Part of the subject, the sender or the text. */
    q?: string | undefined;
  },
): Promise<InboundRow[]> {
  const { reader, states, after, limit, q } = filter;
  const earlier =
    after === null
      ? sql`true`
      : sql`(mail.received_at, mail.id) < (timestamptz 'epoch' + ${after.receivedUs}::bigint * interval '1 microsecond', ${after.id}::uuid)`;
  const { rows } = await sql<InboundRow>`
    select ${COLUMNS(reader)} ${visible(reader)} and ${ofState(states)} and ${earlier} and ${isCalled(q)}
    order by mail.received_at desc, mail.id desc limit ${limit}`.execute(db);
  return rows;
}

function ofState(states: readonly ShownState[] | null): RawBuilder<unknown> {
  return states === null ? sql`true` : sql`${STATE} = any (${[...states]}::text[])`;
}

/** The text of a mail that is still being read is not shown, so it is not searched. */
function isCalled(q: string | undefined): RawBuilder<unknown> {
  if (q === undefined) return sql`true`;
  const pattern = containing(q);
  return sql`(mail.subject ilike ${pattern} or mail.from_address ilike ${pattern}
    or (not ${isUnread('mail')} and mail.text ilike ${pattern}))`;
}

export async function countInbound(
  db: Connection,
  { reader, states, q }: { reader: Reader; states: readonly ShownState[] | null; q?: string | undefined },
): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total ${visible(reader)} and ${ofState(states)} and ${isCalled(q)}`.execute(db);
  return rows[0]?.total ?? 0;
}

/** Returns a mail; undefined if it does not exist or the reader has no access. */
export async function findInbound(
  db: Connection,
  { id, reader }: { id: string; reader: Reader },
): Promise<InboundRow | undefined> {
  const { rows } = await sql<InboundRow>`
    select ${COLUMNS(reader)} ${visible(reader)} and mail.id = ${id}::uuid`.execute(db);
  return rows[0];
}

/**
 * Returns the raw message; undefined if it was erased with the notice's documents. Does not check access: call
 * `findInbound` first.
 */
export async function findRawMail(db: Connection, id: string): Promise<Buffer | undefined> {
  const { rows } = await sql<{ raw: Buffer | null }>`
    select coalesce(mail.raw, document.bytes) as raw from inbound_mail mail
    left join document on document.notice_id = mail.notice_id and document.sha256 = mail.sha256
    where mail.id = ${id}::uuid`.execute(db);
  const raw = rows[0]?.raw ?? null;
  return raw === null || raw.length === 0 ? undefined : raw;
}
