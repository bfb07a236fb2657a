import { sql } from 'kysely';
import { GRAPHIC_CATEGORIES } from '../../domain/people/exposure.js';
import type { Connection } from '../db.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';

export interface Exposure {
  person: string;
  name: string;
  graphic: number;
  protected: number;
}

/**
 * Counts the graphic and the protected items that each person decided, reviewed a second time, or ticked as viewed in a
 * submission opened since. Only notices that the reader may know of count. A decision for many items at once counts each.
 */
export async function listExposure(
  db: Connection,
  { reader, since, person }: { reader: Reader; since: Date; person: string | null },
): Promise<Exposure[]> {
  const graphic = sql`coalesce(notice.category = any (${[...GRAPHIC_CATEGORIES]}::text[]), false)`;
  const { rows } = await sql<Exposure>`
    with seen as (
      select draft_batch.by as person_id, draft_batch.notice_id, draft_change.no from draft_batch
        join draft_change on draft_change.notice_id = draft_batch.notice_id and draft_change.batch = draft_batch.number
        where draft_batch.kind = 'decide' and draft_batch.at >= ${since}
      union
      select reader, notice_id, no from second_review where at >= ${since}
      union
      select person_id, notice_id, no from look, unnest(viewed) part, generate_series(lower(part), upper(part) - 1) no
        where at >= ${since} and submission > 0
    )
    select person.id as person, person.name, (count(*) filter (where ${graphic}))::int as graphic,
      (count(*) filter (where target.protected_class is not null))::int as protected
    from seen join notice on notice.id = seen.notice_id and ${canRead(reader)}
      join target on target.notice_id = seen.notice_id and target.no = seen.no
        and (target.protected_class is not null or ${graphic})
      join person on person.id = seen.person_id
    where ${person}::uuid is null or person.id = ${person}::uuid
    group by person.id, person.name order by count(*) desc, person.id`.execute(db);
  return rows;
}
