import { sql, type RawBuilder } from 'kysely';
import type { ClockState } from '../../domain/clocks/clock.js';
import type { EventAction } from '../../domain/event.js';
import type { CorrespondenceKind } from '../../domain/letters/correspondence.js';
import { ASKING_LETTERS, type LetterKind, type LetterState } from '../../domain/letters/letter.js';
import type { Connection } from '../db.js';
import { wordList } from '../word-list.js';

export interface CorrespondenceRow {
  at: Date;
  place: number;
  id: string;
  kind: CorrespondenceKind;
  n: number | null;
  letter: LetterKind | null;
  /** True for an interim letter, which states how the open notice stands and answers nothing. */
  interim: boolean;
  who: string | null;
  subject: string;
  text: string;
  state: LetterState | null;
  message_id: string | null;
  said: string | null;
  clock_id: string | null;
  clock_state: ClockState | null;
  due_at: Date | null;
  met_at: Date | null;
  /** Whether a person has read the reply; null for everything else. */
  read: boolean | null;
  /** Whether a signature proves the reply's domain; null for everything else. */
  proven: boolean | null;
}

const hasAction = (action: EventAction) => sql`audit_entry.action = ${action}`;

const replyClock = sql`(
  select (detail ->> 'replyClock')::uuid from audit_entry
  where audit_entry.notice_id = letter.notice_id and ${hasAction('request_dialogue')}
  order by seq offset coalesce(nullif(split_part(letter.key, ':dialogue:', 2), '')::int - 1, 0) limit 1)`;

function selectCorrespondence(noticeId: string): RawBuilder<CorrespondenceRow> {
  return sql`
    select coalesce(sent_at, created_at) as at, 'letter:' || n as id, 'letter' as kind, n, letter.kind as letter,
      letter.kind = ${'status_update' satisfies LetterKind} and submission is null as interim,
      to_address as who, subject, text, letter.state, message_id, smtp_reply as said,
      clock.id::text as clock_id, clock.state as clock_state, clock.due_at, clock.met_at, null::boolean as read, null::boolean as proven, 0 as seq
    from letter left join clock on clock.notice_id = letter.notice_id
      and letter.kind in ${wordList(ASKING_LETTERS)} and clock.id = ${replyClock}
    where letter.notice_id = ${noticeId}::uuid
    union all
    select at, 'reply:' || (detail ->> 'reply'), case when detail ->> 'automatic' = 'true' then 'automatic_reply' else 'reply' end,
      (detail ->> 'reply')::int, null, false, detail ->> 'from', coalesce(detail ->> 'subject', ''), coalesce(detail ->> 'text', ''),
      null, null, null, null, null, null, null, reply_read_at is not null,
      detail ->> 'aligned' = 'true', seq
    from audit_entry left join inbound_mail on inbound_mail.notice_id = audit_entry.notice_id
      and inbound_mail.reply = (detail ->> 'reply')::int
    where audit_entry.notice_id = ${noticeId}::uuid and ${hasAction('authority_replied')}
    union all
    select at, 'dialogue:' || row_number() over (order by seq), 'dialogue', null, null, false, null, coalesce(detail ->> 'outcome', ''),
      coalesce(detail ->> 'minutes', ''), null, null, null, null, null, null, null, null, null, seq
    from audit_entry where audit_entry.notice_id = ${noticeId}::uuid and ${hasAction('record_dialogue')}`;
}

/** Lists letters, replies and meetings of a notice, oldest first, by positions that are counted within the notice. */
export async function listCorrespondence(
  db: Connection,
  { noticeId, after, limit }: { noticeId: string; after: number; limit: number },
): Promise<CorrespondenceRow[]> {
  // `seq` breaks ties within a millisecond. It is not returned, because it counts the entries of all notices.
  const { rows } = await sql<CorrespondenceRow>`
    select * from (
      select *, row_number() over (order by at, seq, id) as place from (${selectCorrespondence(noticeId)}) as said
    ) as placed where place > ${after} order by place limit ${limit}`.execute(db);
  return rows;
}

export async function countCorrespondence(db: Connection, { noticeId }: { noticeId: string }): Promise<number> {
  const { rows } = await sql<{
    total: number;
  }>`select count(*) as total from (${selectCorrespondence(noticeId)}) as said`.execute(db);
  return rows[0]?.total ?? 0;
}
