import { FACETS } from '../../domain/targets/facet.js';
import { isOneOf } from '../../domain/is-one-of.js';
import type { TargetFilters } from '../notice/targets/target-search.js';

/** The filters without those that a group sets. */
export function withoutFacets({ status: _, ...filters }: TargetFilters): TargetFilters {
  return Object.fromEntries(Object.entries(filters).filter(([name]) => !isOneOf(FACETS, name)));
}
