import { sql, type RawBuilder } from 'kysely';
import type { SenderMethod } from '../../domain/notice/sender.js';
import type { SenderPoint } from '../../domain/notice/sender-points.js';
import { question, type Question } from '../ask.js';
import type { Reader } from '../reading.js';
import type { NoticeRow } from './notices.js';
import { isNoSecret, mayKnow } from './secrecy.js';

/** What is on record of how a notice came, and of papers like it. */
export interface SenderRecord {
  /** As much of its text as is looked at. */
  text: string;
  /** A paper came that is no text. */
  unread: boolean;
  /** A call back was confirmed. */
  called: boolean;
  /** The last confirmation by a person, with what of its checklist was ticked. */
  confirmed: { method: SenderMethod; points: SenderPoint[] } | null;
  mail: { from: string; replyTo: string[] } | null;
  sameReference: string | null;
  sameWords: string | null;
}

const MOST_TEXT = 20_000;
const NOTHING: SenderRecord = {
  text: '',
  unread: false,
  called: false,
  confirmed: null,
  mail: null,
  sameReference: null,
  sameWords: null,
};

/**
 * What is on record, as far as its reader may know of it: another notice is told of to those alone who may know of that one.
 * `reader` null: to everybody, so of open ones.
 */
export function senderRecordOf({ id }: NoticeRow, reader: Reader | null): Question<SenderRecord> {
  const select = sql<SenderRecord>`
    select
      left(notice.body, ${MOST_TEXT}) as text,
      exists (select from document where notice_id = notice.id and media_type not like 'text/%'
        and media_type not like 'message/%') as unread,
      exists (${checks(sql`select`)} and outcome = 'confirmed' and method = 'call_back') as called,
      (${checks(sql`select jsonb_build_object('method', method, 'points', points)`)} and outcome = 'confirmed'
        order by at desc, sender_check.id desc limit 1) as confirmed,
      (select jsonb_build_object('from', from_address, 'replyTo', coalesce(facts->'replyTo', '[]'))
        from inbound_mail where notice_id = notice.id and state = 'taken' order by received_at limit 1) as mail,
      (${earlier(
        reader,
        sql`notice.reference <> '' and lower(other.reference) = lower(notice.reference)
        and (other.authority_id = notice.authority_id or lower(other.authority_name) = lower(notice.authority_name))`,
      )}) as "sameReference",
      (${earlier(reader, sql`other.paper_print = notice.paper_print and other.targets_print <> notice.targets_print`)}) as "sameWords"
    from notice where id = ${id}::uuid`;
  return question({ select, instants: {}, read: ([found]: SenderRecord[]) => found ?? NOTHING });
}

/** Checks of the notice that have happened. */
function checks(select: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`${select} from sender_check join command on command.id = sender_check.command_id
    where sender_check.notice_id = notice.id and command.state = 'accepted'`;
}

/** The number of the last earlier notice of which something holds, and that nobody has linked with this one. */
function earlier(reader: Reader | null, holds: RawBuilder<unknown>): RawBuilder<unknown> {
  const known = reader === null ? isNoSecret('other') : mayKnow(reader, 'other');
  return sql`select other.number from notice other where ${holds} and other.id <> notice.id
    and other.created_at < notice.created_at and ${known}
    and not exists (select from notice_link where (from_notice, to_notice) in ((notice.id, other.id), (other.id, notice.id)))
    order by other.created_at desc limit 1`;
}
