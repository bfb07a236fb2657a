import type { Facet } from '../../domain/targets/facet.js';
import { hasKey } from '../../domain/record-keys.js';
import { formatLanguage } from '../parts/format.js';
import { en } from '../words/en/index.js';
import type { Words } from '../words/use-words.js';
import { isSameFilter, readTargetSearch, type TargetFilters } from '../notice/targets/target-search.js';

/** The filter that a value stands for; null if none does, because the reader must not see which targets have it. */
export function filterFor(facet: Facet, value: string): TargetFilters | null {
  if (facet !== 'action') return { [facet]: value };
  if (value === 'blind') return null;
  return value === 'none' ? { status: 'undecided' } : { action: value };
}

export function isChosen(filters: TargetFilters, facet: Facet, value: string): boolean {
  const filter = filterFor(facet, value);
  return filter !== null && isSameFilter({ ...filters, ...filter }, filters);
}

/** The filters once a value of a facet is chosen, or no longer. */
export function choose(filters: TargetFilters, facet: Facet, value: string): TargetFilters {
  const { [facet]: _, ...others } = filters;
  const { status, ...rest } = others;
  const kept = facet === 'action' || status === undefined ? rest : others;
  return isChosen(filters, facet, value) ? kept : readTargetSearch({ ...kept, ...filterFor(facet, value) });
}

export function facetText(facet: Facet, value: string, t: Words): string {
  if (facet === 'action' && value === 'none') return t('notice:targets.undecided');
  if (value === 'none') return t(`review:groups.none.${facet}`);
  if (value === 'blind') return t('review:groups.blind');
  if (facet === 'language') return formatLanguage(value);
  if (facet === 'seen') return t(value === 'yes' ? 'review:groups.seen.yes' : 'review:groups.seen.no');
  if (facet === 'type' && hasKey(en.words.type, value)) return t(`words:type.${value}`);
  if ((facet === 'action' || facet === 'decidedBefore') && hasKey(en.words.action, value))
    return t(`words:action.${value}`);
  if (facet === 'protected' && hasKey(en.words.protected, value)) return t(`words:protected.${value}`);
  return value;
}
