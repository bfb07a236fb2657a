import { sql, type RawBuilder } from 'kysely';
import type { RestoreFacts } from '../../domain/submissions/restoring-alone.js';
import type { NoticeKind } from '../../domain/notices/notice.js';
import { selectWonAppeal } from '../appeals/won.js';
import { actions, detailText } from '../notices/audit-sql.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';
import type { Connection } from '../db.js';
import { utcText } from '../utc-text.js';
import { wordList } from '../word-list.js';

interface Requested {
  noticeId: string;
  /** The restoration whose targets are meant; null: everything in force. */
  submission: number | null;
  author: string;
  now: Date;
  /** Documents hidden from this reader are ignored; if omitted, all count, for the desk's own checks. */
  reader?: Reader;
}

const REVOKING: readonly NoticeKind[] = ['revocation', 'court_order'];
const COURT: NoticeKind = 'court_order';

/**
 * Reads the recorded facts that show why a notice's restrictions lost their basis. Call it in the transaction that
 * freezes the restoration, and again before its first act on the platform.
 */
export async function readRestoreFacts(db: Connection, question: Requested): Promise<RestoreFacts> {
  const { noticeId, now } = question;
  const { rows } = await sql<RestoreFacts>`
    select (
        select jsonb_build_object('at', ${utcText(sql`over.at`)}, 'byAuthor', over.by_author, 'byTerm', over.by_term)
        from (${selectOrderEnd(question)}) over where over.at <= ${now}::timestamptz limit 1
      ) as ended,
      coalesce((
        select jsonb_agg(jsonb_build_object('notice', later.id, 'number', later.number, 'byAuthor', later.by_author))
        from (${selectRevokingOrders(question)}) later
      ), '[]') as documents,
      (
        select duty.because from restore_duty duty left join clock on clock.id = duty.clock_id
        where duty.notice_id = ${noticeId}::uuid and duty.cause = 'annulled' and duty.at <= ${now}::timestamptz
          and clock.met_at is null
        order by duty.at limit 1
      ) as "annulledLaw",
      (
        select coalesce(${utcText(sql`max(term.due_at)`)}, 'open') from clock term
        where term.notice_id = ${noticeId}::uuid and term.kind = 'preserve' and term.state in ('running', 'paused')
          and exists (select from (${chosen(question)}) own where own.action = 'preserve')
        having count(*) > 0
      ) as "preservedUntil",
      (
        select jsonb_build_object('submission', emergency.submission, 'byAuthor', exists (
          select from audit_entry entry
          where entry.notice_id = ${noticeId}::uuid and entry.action = ${actions('ratify')}
            and ${detailText<'ratify'>('submission', 'entry')} = emergency.submission::text
            and ${detailText<'ratify'>('refused', 'entry')} = 'true' and entry.actor_id = ${question.author}))
        from ratification emergency
        where emergency.notice_id = ${noticeId}::uuid and emergency.state = 'refused'
          and not exists (select from (${chosen(question)}) own where own.submission is distinct from emergency.submission)
        order by emergency.submission desc limit 1
      ) as "refusedEmergency",
      ${selectWonAppeal(noticeId, chosen(question))} as "wonAppeal"`.execute(db);
  const [facts] = rows;
  if (facts === undefined) throw new Error('A statement without a from clause answers one row.');
  return facts;
}

function chosen({ noticeId, submission }: Requested): RawBuilder<unknown> {
  if (submission === null) return sql`select * from target where notice_id = ${noticeId}::uuid and status = 'applied'`;
  return sql`
    select target.* from restoration_target taken join target on target.notice_id = taken.notice_id and target.no = taken.no
    where taken.notice_id = ${noticeId}::uuid and taken.submission = ${submission}::int`;
}

function selectOrderEnd(question: Requested): RawBuilder<unknown> {
  const { noticeId, author } = question;
  return sql`
    select notice.effective_until as at, coalesce((
      select entry.actor_id from audit_entry entry
      where entry.notice_id = notice.id and entry.action = ${actions('triage')}
        and (entry.detail -> 'read') ? 'effectiveUntil'
      order by entry.seq desc limit 1
    ), notice.created_by::text) is not distinct from ${author} as by_author, false as by_term
    from notice where notice.id = ${noticeId}::uuid
    union all
    select max(term.due_at), false, true from clock term
    where term.notice_id = ${noticeId}::uuid and term.kind = 'preserve' and term.state not in ('cancelled', 'met')
      and not exists (select from (${chosen(question)}) own where own.action is distinct from 'preserve')
    having bool_and(term.state = 'lapsed')`;
}

/**
 * Documents that take the order back: verified, not closed as void or withdrawn, from the same authority or a court,
 * and covering every chosen target if they name targets. A document counts as the author's own if they filed, linked or
 * verified it.
 */
function selectRevokingOrders(question: Requested): RawBuilder<unknown> {
  const { noticeId, author, reader } = question;
  return sql`
    select later.id, later.number, (
      later.created_by::text is not distinct from ${author}
      or exists (
        select from audit_entry entry where entry.notice_id = later.id and entry.actor_id = ${author}
          and (entry.action = ${actions('link')} and ${detailText<'link'>('notice', 'entry')} = ${noticeId}
            or entry.action = 'verify_sender'))
    ) as by_author
    from notice_link link
    join notice later on later.id = link.from_notice
    join notice earlier on earlier.id = link.to_notice
    where link.to_notice = ${noticeId}::uuid and link.link_as = 'revokes'
      and later.authenticity in ('channel_verified', 'signer_verified') and later.kind in ${wordList(REVOKING)}
      and not (later.stage = 'closed' and later.outcome in ('void', 'withdrawn'))
      and (later.kind = ${COURT} or later.authority_id = earlier.authority_id
        or later.authority_id is null and earlier.authority_id is null and later.authority_name = earlier.authority_name)
      and (later.targets = 0 or not exists (
        select from (${chosen(question)}) own where not exists (
          select from target named
          where named.notice_id = later.id and named.type = own.type and named.locator = own.locator)))
      and ${reader === undefined ? sql`true` : canRead(reader, 'later')}
    order by link.created_at, later.id`;
}
