import type { NoticeKind } from '../notice/notice.js';
import { isOneOf } from '../is-one-of.js';
import { MEMBER_STATES } from './member-states.js';
import { MEASURE_KINDS } from './order-measure.js';

/**
 * What kind of content an order is about: the high-level categories of the DSA Transparency Database (API version 2), which
 * the template of Implementing Regulation (EU) 2024/2835 uses too. Of its codes, `STATEMENT_CATEGORY_OTHER_VIOLATION_TC` is
 * about a platform's own terms and `…_NOT_SPECIFIED_NOTICE` about notices of users; orders have `…_NOT_SPECIFIED_ORDER` for one
 * that refers to no legal ground (Annex II of the Regulation; docs/publishing.md says what was read).
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

/** The code by which template and database know a category. */
export function codeOfCategory(category: ContentCategory): `STATEMENT_CATEGORY_${Uppercase<ContentCategory>}` {
  return `STATEMENT_CATEGORY_${category.toUpperCase() as Uppercase<ContentCategory>}`;
}

/** Whether a report wants the category of a notice: the DSA's counts orders of Member States' authorities by it. */
export function asksCategory({ kind, country }: { kind: NoticeKind; country: string }): boolean {
  const counted = Object.values(MEASURE_KINDS).some((kinds) => isOneOf(kinds, kind));
  return counted && isOneOf(MEMBER_STATES, country);
}
