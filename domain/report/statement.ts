import { isOneOf } from '../is-one-of.js';
import type { NoticeKind } from '../notice/notice.js';
import type { Lane } from '../target/lane.js';
import { MEMBER_STATES } from './member-states.js';
import { MEASURE_KINDS } from './order-measure.js';

/** How far a statement is: `refused` was read and not accepted, `dead` was tried for a day and never answered. */
export const STATEMENT_STATES = ['pending', 'taken', 'refused', 'dead'] as const;
export type StatementState = (typeof STATEMENT_STATES)[number];

/** What a person states for the items of a notice, as another person approves it. */
export interface ReasonsDraft {
  facts: StatedFacts;
  /** Numbers of targets; null: all that need a statement. */
  items: readonly number[] | null;
  /** How many statements are new. */
  statements: number;
  /** SHA-256 of them, in order, so that what is sent is what was approved. */
  sha256: string;
}

/** Categories of the DSA Transparency Database (API version 2, from 1 July 2025) that a platform may state. */
export const STATEMENT_CATEGORIES = [
  'STATEMENT_CATEGORY_ANIMAL_WELFARE',
  'STATEMENT_CATEGORY_CONSUMER_INFORMATION',
  'STATEMENT_CATEGORY_CYBER_VIOLENCE',
  'STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN',
  'STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS',
  'STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH',
  'STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS',
  'STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS',
  'STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE',
  'STATEMENT_CATEGORY_OTHER_VIOLATION_TC',
  'STATEMENT_CATEGORY_PROTECTION_OF_MINORS',
  'STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY',
  'STATEMENT_CATEGORY_SCAMS_AND_FRAUD',
  'STATEMENT_CATEGORY_SELF_HARM',
  'STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS',
  'STATEMENT_CATEGORY_VIOLENCE',
] as const;
export type StatementCategory = (typeof STATEMENT_CATEGORIES)[number];

/** Member States and the other States of the European Economic Area: where a restriction has to reach for a statement to be due. */
const EEA = [...MEMBER_STATES, 'IS', 'LI', 'NO'];

/** What a statement is made from: one item that the platform acted upon. */
export interface ActedItem {
  kind: NoticeKind;
  authorityCountry: string;
  receivedAt: Date;
  /** Title of the law, in English; null: none is known. */
  law: string | null;
  /** Texts of the decision's grounds, in English. */
  grounds: readonly string[];
  type: string;
  lane: Lane;
  action: 'withhold' | 'remove' | 'label';
  countries: readonly string[];
  actedAt: Date;
  /** When it was taken back; null: it stands. */
  restoredAt: Date | null;
}

/** What only a person can say of it. */
export interface StatedFacts {
  category: StatementCategory;
  /** Day on which the content was posted, like 2024-03-01. */
  contentDate: string;
  /** Two letters of ISO 639-1. */
  contentLanguage?: string | undefined;
}

export type StatementDue = 'due' | 'order' | 'elsewhere';

/**
 * Whether an item needs a statement of reasons. `order`: what a Member State's authority ordered is exempt, Article 17(5) of
 * Regulation (EU) 2022/2065, but for what was removed under the platform's own rules. `elsewhere`: nobody in the EEA is kept
 * from it.
 */
export function statementDue({ kind, authorityCountry, lane, action, countries }: ActedItem): StatementDue {
  const ordered = isOneOf(MEASURE_KINDS.act, kind) && isOneOf(MEMBER_STATES, authorityCountry);
  if (ordered && lane !== 'remove_rules') return 'order';
  return action === 'withhold' && scopeOf(countries).length === 0 ? 'elsewhere' : 'due';
}

function scopeOf(countries: readonly string[]): string[] {
  return EEA.filter((country) => countries.includes(country)).toSorted();
}

const VISIBILITY = {
  withhold: 'DECISION_VISIBILITY_CONTENT_DISABLED',
  remove: 'DECISION_VISIBILITY_CONTENT_REMOVED',
  label: 'DECISION_VISIBILITY_CONTENT_LABELLED',
} as const satisfies Record<ActedItem['action'], string>;

const day = (at: Date) => at.toISOString().slice(0, 10);
const LONGEST_GROUND = 500;
const LONGEST_EXPLANATION = 2_000;

function groundOf({ lane, law, grounds }: ActedItem): Record<string, string> {
  const explanation = grounds.join(' ').slice(0, LONGEST_EXPLANATION);
  if (lane === 'remove_rules')
    return {
      decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT',
      incompatible_content_ground: 'Terms and conditions of the service',
      incompatible_content_explanation: explanation,
    };
  return {
    decision_ground: 'DECISION_GROUND_ILLEGAL_CONTENT',
    illegal_content_legal_ground: (law ?? 'As named by the authority').slice(0, LONGEST_GROUND),
    illegal_content_explanation: explanation,
  };
}

/** What the record says of an item for a statement: all but what only a person can say. */
export function draftStatement(item: ActedItem) {
  const { type, action, countries, kind, authorityCountry, receivedAt, law, actedAt, restoredAt } = item;
  return {
    decision_visibility: [VISIBILITY[action]],
    ...(restoredAt === null ? {} : { end_date_visibility_restriction: day(restoredAt) }),
    ...groundOf(item),
    content_type: ['CONTENT_TYPE_OTHER'],
    content_type_other: type.replaceAll('_', ' '),
    territorial_scope: action === 'withhold' ? scopeOf(countries) : EEA.toSorted(),
    application_date: day(actedAt),
    decision_facts:
      `A ${kind.replaceAll('_', ' ')} of an authority of ${authorityCountry} was received on ${day(receivedAt)}${law === null ? '' : ` (${law})`}. ` +
      'The item was reviewed and decided by people.',
    source_type: 'SOURCE_TYPE_OTHER_NOTIFICATION',
    automated_detection: 'No',
    automated_decision: 'AUTOMATED_DECISION_NOT_AUTOMATED',
  };
}

/** The whole of it, without its `puid`. */
export function writeStatement(item: ActedItem, { category, contentDate, contentLanguage }: StatedFacts) {
  return {
    ...draftStatement(item),
    category,
    content_date: contentDate,
    ...(contentLanguage === undefined ? {} : { content_language: contentLanguage }),
  };
}
/** Whether the record says something else of an item now than the statement about it: then a correction is owed. */
export function isOutdated(item: ActedItem, body: StatementBody): boolean {
  const said = new Map<string, unknown>(Object.entries(body));
  return Object.entries(draftStatement(item)).some(
    ([field, value]) => JSON.stringify(said.get(field)) !== JSON.stringify(value),
  );
}
export type StatementBody = ReturnType<typeof writeStatement>;
