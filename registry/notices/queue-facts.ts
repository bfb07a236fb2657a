import { sql } from 'kysely';
import type { Confidence } from '../../domain/rulebook/confidence.js';
import { RIGHTS, type ClockKind, type ClockOwner, type ClockBasis } from '../../domain/clocks/clock.js';
import { ask, question, type Question } from '../ask.js';
import type { Connection } from '../db.js';
import { utcText } from '../utc-text.js';

/** The clock shown in the queue: our first one due, missed ones first; without one, the authority's. */
export interface QueueClock {
  clock: string;
  kind: ClockKind;
  owner: ClockOwner;
  basis: ClockBasis;
  confidence: Confidence;
  state: 'running' | 'paused' | 'missed';
  startsAt: string;
  dueAt: string | null;
}

export interface QueueFacts {
  id: string;
  assigneeName: string | null;
  protected: number;
  alertKinds: string[];
  approvals: { given: number; needed: number } | null;
  due: QueueClock | null;
}

export const NO_QUEUE_FACTS: Omit<QueueFacts, 'id'> = {
  assigneeName: null,
  protected: 0,
  alertKinds: [],
  approvals: null,
  due: null,
};

/** Must match `isDuty` in the domain. */
const isOwnDuty = sql`(clock.owner = 'us' and clock.form <> 'floor' and clock.kind <> all (${sql.lit(`{${RIGHTS.join(',')}}`)}::text[]))`;

/**
 * Returns queue facts by notice id in one statement of indexed lookups, so that the cost depends only on the page size.
 */
export async function findQueueFacts(db: Connection, ids: readonly string[]): Promise<Map<string, QueueFacts>> {
  return ids.length === 0 ? new Map() : ask(db, queryQueueFacts(ids));
}

export function queryQueueFacts(ids: readonly string[]): Question<Map<string, QueueFacts>> {
  const select = sql<QueueFacts>`
    select notice.id, (select name from person where person.id = notice.assignee) as "assigneeName",
      (select count(*) from target where target.notice_id = notice.id and protected_class is not null) as protected,
      array(
        select distinct kind from alert where alert.notice_id = notice.id and resolved_at is null order by kind
      ) as "alertKinds",
      (
        select jsonb_build_object('needed', cardinality(submission.approver_slots), 'given', (
          select count(*) from approval
          where approval.notice_id = submission.notice_id and approval.submission = submission.number
            and approval_counts(approval.notice_id, approval.person_id, approval.roles, approval.stood_for)))
        from submission where submission.notice_id = notice.id and submission.state = 'open'
        order by submission.number desc limit 1
      ) as approvals,
      (
        select jsonb_build_object('clock', clock.id, 'kind', clock.kind, 'owner', clock.owner, 'basis', clock.basis,
          'confidence', clock.receipt ->> 'confidence', 'state', clock.state,
          'startsAt', ${utcText(sql`clock.starts_at`)}, 'dueAt', ${utcText(sql`clock.due_at`)})
        from clock
        where clock.notice_id = notice.id and notice.stage <> 'closed' and (
          ${isOwnDuty} and (clock.state in ('running', 'paused') or clock.state = 'missed' and clock.met_at is null)
          or clock.owner = 'authority' and clock.state = 'running')
        order by (clock.owner = 'us') desc, clock.due_at nulls last, clock.position limit 1
      ) as due
    from notice where notice.id = any (${[...ids]}::uuid[])`;
  return question({ select, instants: {}, read: (rows) => new Map(rows.map((row) => [row.id, row])) });
}
