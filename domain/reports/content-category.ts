import type { NoticeKind } from '../notices/notice.js';
import { isOneOf } from '../is-one-of.js';
import { MEMBER_STATES } from './member-states.js';
import { MEASURE_KINDS } from './order-measure.js';

/**
 * Content categories of orders: the high-level categories of the DSA Transparency Database (API version 2), also used
 * by the template of Implementing Regulation (EU) 2024/2835.
 * Of its codes, `STATEMENT_CATEGORY_OTHER_VIOLATION_TC` concerns a platform's own terms and `…_NOT_SPECIFIED_NOTICE`
 * notices of users; orders use `…_NOT_SPECIFIED_ORDER` if they refer to no legal ground (Annex II of the Regulation;
 * see docs/working/counsel.md for the sources).
 */
export const CONTENT_CATEGORIES = [
  'animal_welfare',
  'consumer_information',
  'cyber_violence',
  'cyber_violence_against_women',
  'data_protection_and_privacy_violations',
  'illegal_or_harmful_speech',
  'intellectual_property_infringements',
  'negative_effects_on_civic_discourse_or_elections',
  'protection_of_minors',
  'risk_for_public_security',
  'scams_and_fraud',
  'self_harm',
  'unsafe_and_prohibited_products',
  'violence',
  'not_specified_order',
] as const;
export type ContentCategory = (typeof CONTENT_CATEGORIES)[number];

export function codeOfCategory(category: ContentCategory): `STATEMENT_CATEGORY_${Uppercase<ContentCategory>}` {
  return `STATEMENT_CATEGORY_${category.toUpperCase() as Uppercase<ContentCategory>}`;
}

/**
 * Whether a report needs the category of a notice: the DSA report counts orders of Member States' authorities by it.
 */
export function asksCategory({ kind, country }: { kind: NoticeKind; country: string }): boolean {
  const counted = Object.values(MEASURE_KINDS).some((kinds) => isOneOf(kinds, kind));
  return counted && isOneOf(MEMBER_STATES, country);
}
