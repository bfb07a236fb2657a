import { sql, type RawBuilder } from 'kysely';
import type { GoldenState } from '../../domain/quality/golden.js';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import type { GroundCode } from '../../domain/targets/ground.js';
import type { TargetType } from '../../domain/targets/target.js';
import type { Connection } from '../db.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';

export interface GoldenItemRow {
  id: string;
  set_name: string;
  notice_id: string;
  number: string;
  secrecy_level: string;
  no: number;
  type: TargetType;
  locator: string;
  action: DecisionAction;
  grounds: GroundCode[];
  state: GoldenState;
  marked_by: string;
  marked_by_name: string;
  marked_at: Date;
  confirmed_by: string | null;
  confirmed_by_name: string | null;
  answers: number;
  agreed: number;
}

interface GoldenFilter {
  reader: Reader;
  set?: string | undefined;
  state?: GoldenState | undefined;
  ids?: readonly string[];
}

const STATE = sql<GoldenState>`case when golden_item.retired_by is not null then 'retired'
  when golden_item.confirmed_by is not null then 'confirmed' else 'pending' end`;

function matching({ reader, set, state, ids }: GoldenFilter): RawBuilder<unknown> {
  return sql`from golden_item join notice on notice.id = golden_item.notice_id where ${canRead(reader)}
    and ${set === undefined ? sql`true` : sql`golden_item.set_name = ${set}`}
    and ${state === undefined ? sql`true` : sql`${STATE} = ${state}`}
    and ${ids === undefined ? sql`true` : sql`golden_item.id = any (${[...ids]}::uuid[])`}`;
}

/** Golden items of notices that the reader may read, by set, notice and number. */
export async function listGoldenItems(
  db: Connection,
  {
    after,
    limit,
    ...filter
  }: GoldenFilter & { after: { set: string; number: string; no: number } | null; limit: number },
): Promise<GoldenItemRow[]> {
  const { rows } = await sql<GoldenItemRow>`
    select found.*, target.type, target.locator, marker.name as marked_by_name, confirmer.name as confirmed_by_name,
      (select count(*)::int from golden_answer where item = found.id) as answers,
      (select count(*)::int from golden_answer where item = found.id and golden_answer.action = found.action) as agreed
    from (
      select golden_item.*, ${STATE} as state, notice.number, notice.secrecy_level ${matching(filter)}
        and ${after === null ? sql`true` : sql`(set_name, number, no) > (${after.set}, ${after.number}, ${after.no}::int)`}
      order by set_name, number, no limit ${limit}
    ) found join target on target.notice_id = found.notice_id and target.no = found.no
      join person marker on marker.id = found.marked_by left join person confirmer on confirmer.id = found.confirmed_by
    order by set_name, number, found.no`.execute(db);
  return rows;
}

export async function countGoldenItems(db: Connection, filter: GoldenFilter): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*)::int as total ${matching(filter)}`.execute(db);
  return rows[0]?.total ?? 0;
}

interface Marking {
  noticeId: string;
  nos: readonly number[];
  set: string;
  /** Null: each target's own decision is the agreed one. */
  agreed: { action: DecisionAction; grounds: readonly GroundCode[] } | null;
  by: string;
  at: Date;
}

/** Returns the numbers marked. Undecided targets and those that are golden already are left out. */
export async function insertGoldenItems(
  trx: Connection,
  { noticeId, nos, set, agreed, by, at }: Marking,
): Promise<number[]> {
  const [action, grounds] =
    agreed === null ? [sql`action`, sql`grounds`] : [sql`${agreed.action}`, sql`${[...agreed.grounds]}::text[]`];
  const { rows } = await sql<{ no: number }>`
    insert into golden_item (id, set_name, notice_id, no, action, grounds, marked_by, marked_at)
    select gen_random_uuid(), ${set}, notice_id, no, ${action}, ${grounds}, ${by}::uuid, ${at} from target
    where notice_id = ${noticeId}::uuid and no = any (${[...nos]}::int[]) and locator <> ''
      and action is not null and status in ('approved', 'applied', 'failed', 'restored')
    on conflict (notice_id, no) do nothing returning no`.execute(trx);
  return rows.map(({ no }) => no).toSorted((one, other) => one - other);
}

export async function confirmGoldenItems(
  trx: Connection,
  { ids, by, at }: { ids: readonly string[]; by: string; at: Date },
): Promise<void> {
  await trx
    .updateTable('golden_item')
    .set({ confirmed_by: by, confirmed_at: at })
    .where('id', 'in', [...ids])
    .where('confirmed_by', 'is', null)
    .execute();
}

export async function retireGoldenItems(
  trx: Connection,
  { ids, by, at }: { ids: readonly string[]; by: string; at: Date },
): Promise<void> {
  await trx
    .updateTable('golden_item')
    .set({ retired_by: by, retired_at: at })
    .where('id', 'in', [...ids])
    .where('retired_by', 'is', null)
    .execute();
}

export interface GoldenAnswer {
  item: string;
  reader: string;
  action: DecisionAction;
  grounds: GroundCode[];
  note: string;
  at: Date;
}

/** Records the reader's only answer and returns whether its action is the agreed one; null: there is one already. */
export async function recordGoldenAnswer(
  trx: Connection,
  { item, reader, action, grounds, note, at }: GoldenAnswer,
): Promise<{ set: string; agrees: boolean } | null> {
  const { rows } = await sql<{ set: string; agrees: boolean }>`
    with written as (
      insert into golden_answer (item, notice_id, reader, action, grounds, note, at)
      select id, notice_id, ${reader}::uuid, ${action}, ${grounds}::text[], ${note}, ${at} from golden_item
      where id = ${item}::uuid on conflict (item, reader) do nothing returning item
    )
    select set_name as set, action = ${action} as agrees from golden_item join written on written.item = id`.execute(
    trx,
  );
  return rows[0] ?? null;
}
