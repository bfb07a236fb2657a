import { sql, type RawBuilder } from 'kysely';
import { EVERYWHERE, type ProofState } from '../../domain/target/proof.js';

/**
 * What the platform's state is to one notice: whether what that notice itself holds of an item is in force, and whether more
 * is in force than all decisions together hold. What others hold is none of its business; some of them may be secret.
 */
export interface OwnProof {
  proof_state: ProofState | null;
  proof_at: Date | null;
  proof_missing: string[] | null;
  proof_surplus: string[] | null;
}

/** What one live support (alias `held`) lacks by the last look at its item (alias `proof`), as a set. */
export const LACKING: RawBuilder<string[]> = sql`
  case when proof.found_everywhere then '{}'
    when held.everywhere then array[${sql.lit(EVERYWHERE)}]
    else array(select country from unnest(held.countries) country where not country = any (proof.found_countries) order by 1) end`;

/** A lateral relation: what is proven of a row with `notice_id`, `no` (or a column of another name) and `platform_id`; empty without a look. */
export function ownProofOf(of: string, no = 'no'): RawBuilder<OwnProof> {
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
