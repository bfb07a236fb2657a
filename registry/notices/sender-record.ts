import { sql, type RawBuilder } from 'kysely';
import type { SenderMethod } from '../../domain/notices/sender.js';
import type { SenderPoint } from '../../domain/notices/sender-points.js';
import { question, type Question } from '../ask.js';
import type { Reader } from '../reading.js';
import type { NoticeRow } from './notices.js';
import { isNoSecret, canRead } from './secrecy.js';

export interface SenderRecord {
  text: string;
  unread: boolean;
  called: boolean;
  confirmed: { method: SenderMethod; points: SenderPoint[] } | null;
  mail: { from: string; replyTo: string[] } | null;
  sameReference: string | null;
  sameWords: string | null;
}

const MAX_TEXT = 20_000;
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
 * Reads the sender record. Another notice is mentioned only to readers who can access it; `reader` null considers only
 * notices that everyone can read.
 */
export function querySenderRecord({ id }: NoticeRow, reader: Reader | null): Question<SenderRecord> {
  const select = sql<SenderRecord>`
    select
      left(notice.body, ${MAX_TEXT}) as text,
      exists (select from document where notice_id = notice.id and media_type not like 'text/%'
        and media_type not like 'message/%') as unread,
      exists (${selectChecks(sql`select`)} and outcome = 'confirmed' and method = 'call_back') as called,
      (${selectChecks(sql`select jsonb_build_object('method', method, 'points', points)`)} and outcome = 'confirmed'
        order by at desc, sender_check.id desc limit 1) as confirmed,
      (select jsonb_build_object('from', from_address, 'replyTo', coalesce(facts->'replyTo', '[]'))
        from inbound_mail where notice_id = notice.id and state = 'accepted' order by received_at limit 1) as mail,
      (${earlier(
        reader,
        sql`notice.reference <> '' and lower(other.reference) = lower(notice.reference)
        and (other.authority_id = notice.authority_id or lower(other.authority_name) = lower(notice.authority_name))`,
      )}) as "sameReference",
      (${earlier(reader, sql`other.document_print = notice.document_print and other.targets_print <> notice.targets_print`)}) as "sameWords"
    from notice where id = ${id}::uuid`;
  return question({ select, instants: {}, read: ([found]: SenderRecord[]) => found ?? NOTHING });
}

function selectChecks(select: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`${select} from sender_check join command on command.id = sender_check.command_id
    where sender_check.notice_id = notice.id and command.state = 'accepted'`;
}

function earlier(reader: Reader | null, holds: RawBuilder<unknown>): RawBuilder<unknown> {
  const known = reader === null ? isNoSecret('other') : canRead(reader, 'other');
  return sql`select other.number from notice other where ${holds} and other.id <> notice.id
    and other.created_at < notice.created_at and ${known}
    and not exists (select from notice_link where (from_notice, to_notice) in ((notice.id, other.id), (other.id, notice.id)))
    order by other.created_at desc limit 1`;
}
