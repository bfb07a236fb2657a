import { sql, type RawBuilder } from 'kysely';
import { EVERYWHERE, type ProofState } from '../../domain/targets/proof.js';

/**
 * Platform state from the point of view of one notice: whether its own restriction is in force, and whether more is in
 * force than all decisions together support. It shows nothing of other notices, some of which may be secret.
 */
export interface OwnProof {
  proof_state: ProofState | null;
  proof_at: Date | null;
  proof_missing: string[] | null;
  proof_surplus: string[] | null;
}

/**
 * SQL expression: what a live support (alias `held`) lacks on the platform according to the last check of its item
 * (alias `proof`).
 */
export const LACKING: RawBuilder<string[]> = sql`
  case when proof.found_everywhere then '{}'
    when held.everywhere then array[${sql.lit(EVERYWHERE)}]
    else array(select country from unnest(held.countries) country where not country = any (proof.found_countries) order by 1) end`;

export function selectOwnProof(of: string, no = 'no'): RawBuilder<OwnProof> {
  const [noticeId, number, platformId] = ['notice_id', no, 'platform_id'].map((name) => sql.ref(`${of}.${name}`));
  return sql<OwnProof>`(
    select case when lacking.missing <> '{}' or proof.surplus <> '{}' then 'mismatch' else 'proven' end as proof_state,
      held.proved_at as proof_at, coalesce(lacking.missing, '{}') as proof_missing, proof.surplus as proof_surplus
    from proof
    left join lateral (
      select support.* from restriction_support support
      where support.notice_id = ${noticeId} and support.target_no = ${number} and support.platform_id = ${platformId}
      order by support.released_at desc nulls first, support.since desc limit 1
    ) held on true
    left join lateral (select case when held.released_at is null then ${LACKING} end as missing) lacking on true
    where proof.platform_id = ${platformId})`;
}
