import { sql, type RawBuilder } from 'kysely';
import type { ContestedDecisions, ContestedTopic } from '../../domain/rulebook/contested.js';
import type { Connection } from '../db.js';

export interface ContestedDecision {
  topic: ContestedTopic;
  allow: boolean;
  reason: string;
  by: string;
  byName: string;
  at: Date;
}

/** Returns the last decision on each topic, read from the notice's audit entries. */
export async function listContestedDecisions(db: Connection, noticeId: string): Promise<ContestedDecision[]> {
  const { rows } = await sql<ContestedDecision>`
    select distinct on (topic) detail ->> 'topic' as topic, (detail ->> 'allow')::boolean as allow, detail ->> 'reason' as reason,
      actor_id as by, actor_name as "byName", at
    from audit_entry where notice_id = ${noticeId}::uuid and action = 'contested_rule_decided' order by topic, seq desc`.execute(
    db,
  );
  return rows;
}

export async function loadContestedDecisions(db: Connection, noticeId: string): Promise<ContestedDecisions> {
  const decided = await listContestedDecisions(db, noticeId);
  return Object.fromEntries(decided.map(({ topic, allow }) => [topic, allow]));
}

/** SQL expression: whether publication of a `notice` row is allowed; the last decision on it counts. */
export function isOpenToPublication(): RawBuilder<boolean> {
  return sql<boolean>`coalesce((
    select (detail ->> 'allow')::boolean from audit_entry
    where audit_entry.notice_id = notice.id and action = 'contested_rule_decided' and detail ->> 'topic' = 'publication'
    order by seq desc limit 1), true)`;
}
