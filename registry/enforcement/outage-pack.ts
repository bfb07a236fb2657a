import { sql } from 'kysely';
import type { Contact } from '../../domain/changes/contacts.js';
import type { ClockBasis, ClockKind, ClockOwner } from '../../domain/clocks/clock.js';
import { ENFORCED_ACTIONS, type EnforcedAction } from '../../domain/targets/decision-action.js';
import type { Connection } from '../db.js';
import { utcText } from '../utc-text.js';

export interface PackClock {
  kind: ClockKind;
  owner: ClockOwner;
  basis: ClockBasis;
  state: 'running' | 'paused' | 'missed';
  dueAt: string | null;
  zone: string;
}

export interface PackTarget {
  no: number;
  type: string;
  locator: string;
  platformId: string | null;
  action: EnforcedAction;
  countries: string[];
}

export interface PackFacts {
  id: string;
  contacts: Contact[];
  clocks: PackClock[];
  total: number;
  targets: PackTarget[];
  restoreTotal: number;
  restore: PackTarget[];
}

/** What an outage pack says of each notice beside its summary; at most `max` targets each. */
export async function findPackFacts(
  db: Connection,
  { ids, max }: { ids: readonly string[]; max: number },
): Promise<Map<string, PackFacts>> {
  if (ids.length === 0) return new Map();
  const target = sql`jsonb_build_object('no', no, 'type', type, 'locator', locator, 'platformId', platform_id,
    'action', action, 'countries', countries)`;
  const isWaiting = sql`target.notice_id = notice.id and target.action = any (${[...ENFORCED_ACTIONS]}::text[])
    and target.status in ('approved', 'failed') and target.skip is null`;
  const isLifting = sql`target.notice_id = notice.id and target.status <> 'restored' and exists (
    select from restoration_target lifted
    join submission on submission.notice_id = lifted.notice_id and submission.number = lifted.submission
    where lifted.notice_id = target.notice_id and lifted.no = target.no and submission.state = 'approved')`;
  const listed = (condition: typeof target) => sql`coalesce((select jsonb_agg(${target} order by no)
    from (select * from target where ${condition} order by no limit ${max}) target), '[]')`;
  const { rows } = await sql<PackFacts>`
    select notice.id, coalesce((select contacts from authority where authority.id = notice.authority_id), '[]') as contacts,
      coalesce((
        select jsonb_agg(jsonb_build_object('kind', kind, 'owner', owner, 'basis', basis, 'state', state,
          'dueAt', ${utcText(sql`due_at`)}, 'zone', receipt ->> 'zone') order by due_at nulls last, position)
        from clock where clock.notice_id = notice.id and (state in ('running', 'paused') or state = 'missed' and met_at is null)
      ), '[]') as clocks,
      (select count(*)::int from target where ${isWaiting}) as total, ${listed(isWaiting)} as targets,
      (select count(*)::int from target where ${isLifting}) as "restoreTotal", ${listed(isLifting)} as restore
    from notice where notice.id = any (${[...ids]}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}
