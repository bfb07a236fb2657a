import { sql, type Insertable, type RawBuilder } from 'kysely';
import type { Contact } from '../../domain/changes/contacts.js';
import type { EventAction } from '../../domain/event.js';
import { ASKING_LETTERS, type LetterKind } from '../../domain/letters/letter.js';
import { type Cadence } from '../../domain/letters/cadence.js';
import { REPORTED_CLOCKS } from '../../domain/letters/status-update.js';
import type { Authenticity, Stage } from '../../domain/notices/notice.js';
import type { Connection } from '../db.js';
import { wordList } from '../word-list.js';
import type { StatusUpdateTable } from './tables.js';

export interface UpdateCandidate {
  id: string;
  number: string;
  stage: Stage;
  authenticity: Authenticity;
  regime_id: string;
  regime_version: string;
  authority: string;
  cadence: Cadence | null;
  verification: 'verified' | 'unverified';
  contacts: Contact[];
  /** When the authority last got a letter or update, or the notice was received. */
  since: Date;
  /** When the authority was last asked something it has not answered; null if nothing is open. */
  requested_at: Date | null;
  queued: boolean;
}

const ASKING: readonly LetterKind[] = ['clarification', ...ASKING_LETTERS];
const ANSWERS = ['authority_replied', 'record_dialogue'] as const satisfies readonly EventAction[];

const requestedAt = sql<Date | null>`(
  select max(letter.sent_at) from letter
  where letter.notice_id = notice.id and letter.kind in ${wordList(ASKING)} and letter.state = 'sent'
    and not exists (
      select from audit_entry where audit_entry.notice_id = notice.id and action in ${wordList(ANSWERS)}
        and at >= letter.sent_at and coalesce(detail ->> 'automatic', '') <> 'true')
    and not exists (
      select from notice_link where to_notice = notice.id and notice_link.created_at >= letter.sent_at and not withheld)
    and coalesce((notice.facts ->> 'clarifiedAt')::timestamptz < letter.sent_at, true))`;

function candidates(which: RawBuilder<unknown>): RawBuilder<UpdateCandidate> {
  return sql`
    select notice.id, notice.number, notice.stage, notice.authenticity, notice.regime_id, notice.regime_version,
      authority.name as authority, authority.status_updates as cadence, authority.verification, authority.contacts,
      greatest(notice.received_at,
        (select max(sent_at) from letter where letter.notice_id = notice.id and letter.state = 'sent'),
        (select max(created_at) from status_update where status_update.notice_id = notice.id)) as since,
      ${requestedAt} as requested_at,
      exists (select from status_update where status_update.notice_id = notice.id and sent_at is null and given_up_at is null) as queued
    from notice join authority on authority.id = notice.authority_id
    where notice.stage <> 'closed' and notice.secrecy_level <> 'canary' and ${which}`;
}

export async function listUpdateCandidates(
  db: Connection,
  { laws, afterId, limit }: { laws: readonly string[]; afterId: string | null; limit: number },
): Promise<UpdateCandidate[]> {
  const which = sql`(authority.status_updates is not null or notice.regime_id = any (${[...laws]}::text[]))
    and (${afterId}::uuid is null or notice.id > ${afterId}::uuid) order by notice.id limit ${limit}`;
  return (await candidates(which).execute(db)).rows;
}

/** Returns one candidate; undefined if the notice is closed or its authority is not in the directory. */
export async function findUpdateCandidate(db: Connection, noticeId: string): Promise<UpdateCandidate | undefined> {
  return (await candidates(sql`notice.id = ${noticeId}::uuid`).execute(db)).rows[0];
}

/** Queues an interim letter; idempotent by key. */
export async function insertStatusUpdate(db: Connection, update: Insertable<StatusUpdateTable>): Promise<void> {
  await db
    .insertInto('status_update')
    .values(update)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
}

export type StatusUpdateRow = Pick<StatusUpdateTable, 'key' | 'notice_id'> & {
  due_at: Date;
  attempts: number;
  until_at: Date;
};

export interface StatusFacts {
  requested_at: Date | null;
  /** The earliest open due of ours that a law or the order sets. */
  due_at: Date | null;
  /** When the next update is due; null if none was written yet. */
  next_due_at: Date | null;
  restored: number;
}

export async function findStatusFacts(db: Connection, { noticeId }: { noticeId: string }): Promise<StatusFacts> {
  const { rows } = await sql<StatusFacts>`
    select ${requestedAt} as requested_at,
      (select min(due_at) from clock where clock.notice_id = notice.id and owner = 'us' and state = 'running'
        and basis in ('law', 'order') and form = 'ceiling' and kind in ${wordList(REPORTED_CLOCKS)}) as due_at,
      (select max(next_due_at) from status_update where status_update.notice_id = notice.id) as next_due_at,
      notice.restored
    from notice where notice.id = ${noticeId}::uuid`.execute(db);
  return rows[0] ?? { requested_at: null, due_at: null, next_due_at: null, restored: 0 };
}
