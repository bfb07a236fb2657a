import { sql, type RawBuilder } from 'kysely';
import { question, type Question } from '../ask.js';
import { actions, actorShown } from '../notices/audit-sql.js';

/** The latest hand-over of a notice to a person. */
const lastHandover = (noticeId: RawBuilder<unknown>, to: RawBuilder<unknown>) => sql`
  from audit_entry entry where entry.notice_id = ${noticeId} and entry.action = ${actions('assign')}
    and entry.detail ->> 'to' = ${to}::text order by entry.seq desc limit 1`;

export function handoverNote(noticeId: RawBuilder<unknown>, to: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql<string | null>`(select entry.detail ->> 'note' ${lastHandover(noticeId, to)})`;
}

export interface Handover {
  note: string | null;
  byName: string;
  at: Date;
}

export function queryHandover(noticeId: string, assignee: string | null): Question<Handover | undefined> {
  const last = lastHandover(sql`${noticeId}::uuid`, sql`${assignee}`);
  const select = sql<Handover>`select entry.detail ->> 'note' as note, ${actorShown('entry')} as "byName", entry.at ${last}`;
  return question({ select, instants: { at: true }, read: ([row]) => row });
}
