import { sql, type RawBuilder } from 'kysely';
import type { Facet } from '../../domain/targets/facet.js';
import { REMARK_CHARACTERS } from '../../domain/targets/target.js';
import { sameLocatorAs } from '../notices/same-locator.js';
import { isNoSecret } from '../notices/secrecy.js';

/** Decisions that an approver has agreed to. */
export const AGREED = sql`('approved', 'applied', 'failed', 'restored')`;

/** Latest decision in an earlier notice. Everyone who reads the target sees it, so only open notices count. */
const decidedBefore = sql<string>`coalesce(case when 'seen_before' = any (target.flags) then (
  select other.action from ${sameLocatorAs('target')} other
  join notice earlier on earlier.id = other.notice_id and ${isNoSecret('earlier')}
  where other.notice_id <> target.notice_id and other.action is not null and other.status in ${AGREED}
  order by other.decided_at desc nulls last, other.notice_id limit 1
) end, 'none')`;

/** What targets are grouped and filtered by, each as an expression on a row of `target`; never null. */
export const TARGET_GROUPS = {
  remark: sql<string>`coalesce(nullif(left(target.note, ${sql.lit(REMARK_CHARACTERS)}), ''), 'none')`,
  type: sql<string>`target.type`,
  protected: sql<string>`coalesce(target.protected_class, 'none')`,
  language: sql<string>`coalesce(target.language, 'none')`,
  seen: sql<string>`case when 'seen_before' = any (target.flags) then 'yes' else 'no' end`,
  decidedBefore,
  action: sql<string>`coalesce(target.action, 'none')`,
} satisfies Record<Facet, RawBuilder<string>>;
