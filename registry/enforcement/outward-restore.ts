import { sql, type RawBuilder } from 'kysely';
import { STATELESS_ACTIONS } from '../../domain/targets/platform-action.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';
import { wordList } from '../word-list.js';

/**
 * Joins `outward` (status, countries, receipt) to an operation (alias `acted`) as the reader may see it: a restoration
 * appears as if notices hidden from the reader did not exist. Only auditors, who can read everything, see the
 * platform's own receipt of a restoration; other readers get one of ours, so that its absence reveals nothing.
 */
export function joinOutward(reader: Reader): RawBuilder<unknown> {
  return sql`
    left join operation undone on acted.action = 'restore' and undone.key = acted.undoes
    left join restriction_support given on given.operation_key = undone.key
    left join lateral (
      select bool_or(other.everywhere) as everywhere,
        coalesce(array_agg(distinct country) filter (where country is not null), '{}') as countries
      from restriction_support other join notice holder on holder.id = other.notice_id
      left join lateral unnest(other.countries) as country on true
      where other.platform_id = undone.platform_id and other.operation_key <> undone.key
        and other.since <= coalesce(acted.at, now()) and (other.released_at is null or other.released_at > coalesce(acted.at, now()))
        and ${canRead(reader, 'holder')}
    ) known on undone.key is not null
    cross join lateral (
      select array(select unnest(given.countries) except select unnest(known.countries) order by 1) as countries,
        case
          when undone.action in ${wordList(STATELESS_ACTIONS)} then true
          when given.everywhere then not coalesce(known.everywhere, false)
          else not given.countries <@ known.countries
        end as acts
    ) lifted
    cross join lateral (
      select case when acted.status <> 'released' then acted.status when lifted.acts then 'applied' else 'released' end as status,
        case when undone.key is null or acted.status in ('failed', 'refused') then acted.countries
          when lifted.acts then lifted.countries else '{}' end as countries,
        case when undone.key is null or ${reader.roles.includes('auditor')} then acted.receipt
          when acted.status in ('applied', 'already') or acted.status = 'released' and lifted.acts then 'restored-' || left(md5(acted.key), 16) end as receipt
    ) outward`;
}
