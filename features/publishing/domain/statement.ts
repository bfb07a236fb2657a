import type { StatementCategory } from '../../../domain/events/published.js';
import { isOneOf } from '../../../domain/is-one-of.js';
import type { NoticeKind } from '../../../domain/notices/notice.js';
import type { DecisionAction } from '../../../domain/targets/decision-action.js';
import { MEMBER_STATES } from '../../../domain/reports/member-states.js';
import { MEASURE_KINDS } from '../../../domain/reports/order-measure.js';

/** Status of a statement: `refused` was rejected by the database, `dead` was retried for a day without a response. */
export const STATEMENT_STATES = ['pending', 'accepted', 'refused', 'dead'] as const;
export type StatementState = (typeof STATEMENT_STATES)[number];

export interface ReasonsDraft {
  facts: StatedFacts;
  /** Target numbers; null: all that need a statement. */
  items: readonly number[] | null;
  statements: number;
  /** SHA-256 over the statements in order, so that only what was approved is sent. */
  sha256: string;
}

/** European Economic Area: a statement is due only if a restriction applies there. */
const EEA = [...MEMBER_STATES, 'IS', 'LI', 'NO'];

export interface ActedItem {
  kind: NoticeKind;
  authorityCountry: string;
  receivedAt: Date;
  law: string | null;
  grounds: readonly string[];
  type: string;
  decision: DecisionAction;
  action: 'withhold' | 'remove' | 'label';
  countries: readonly string[];
  actedAt: Date;
  restoredAt: Date | null;
}

/** Facts that only a person can state. */
export interface StatedFacts {
  category: StatementCategory;
  contentDate: string;
  contentLanguage?: string | undefined;
}

export type StatementDue = 'due' | 'order' | 'elsewhere';

/**
 * Whether an item needs a statement of reasons. `order`: exempt under Article 17(5) of Regulation (EU) 2022/2065, as a
 * Member State's authority ordered it, except for a removal under the platform's own rules. `elsewhere`: no one in the
 * EEA is affected.
 */
export function statementDue({ kind, authorityCountry, decision, action, countries }: ActedItem): StatementDue {
  const ordered = isOneOf(MEASURE_KINDS.act, kind) && isOneOf(MEMBER_STATES, authorityCountry);
  if (ordered && decision !== 'remove_rules') return 'order';
  return action === 'withhold' && listEeaCountries(countries).length === 0 ? 'elsewhere' : 'due';
}

function listEeaCountries(countries: readonly string[]): string[] {
  return EEA.filter((country) => countries.includes(country)).toSorted();
}

const VISIBILITY = {
  withhold: 'DECISION_VISIBILITY_CONTENT_DISABLED',
  remove: 'DECISION_VISIBILITY_CONTENT_REMOVED',
  label: 'DECISION_VISIBILITY_CONTENT_LABELLED',
} as const satisfies Record<ActedItem['action'], string>;

const day = (at: Date) => at.toISOString().slice(0, 10);
const MAX_GROUND = 500;
const MAX_EXPLANATION = 2_000;

function buildGroundFields({ decision, law, grounds }: ActedItem): Record<string, string> {
  const explanation = grounds.join(' ').slice(0, MAX_EXPLANATION);
  if (decision === 'remove_rules')
    return {
      decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT',
      incompatible_content_ground: 'Terms and conditions of the service',
      incompatible_content_explanation: explanation,
    };
  return {
    decision_ground: 'DECISION_GROUND_ILLEGAL_CONTENT',
    illegal_content_legal_ground: (law ?? 'As named by the authority').slice(0, MAX_GROUND),
    illegal_content_explanation: explanation,
  };
}

export function buildStatementDraft(item: ActedItem) {
  const { type, action, countries, kind, authorityCountry, receivedAt, law, actedAt, restoredAt } = item;
  return {
    decision_visibility: [VISIBILITY[action]],
    ...(restoredAt === null ? {} : { end_date_visibility_restriction: day(restoredAt) }),
    ...buildGroundFields(item),
    content_type: ['CONTENT_TYPE_OTHER'],
    content_type_other: type.replaceAll('_', ' '),
    territorial_scope: action === 'withhold' ? listEeaCountries(countries) : EEA.toSorted(),
    application_date: day(actedAt),
    decision_facts:
      `A ${kind.replaceAll('_', ' ')} of an authority of ${authorityCountry} was received on ${day(receivedAt)}${law === null ? '' : ` (${law})`}. ` +
      'The item was reviewed and decided by people.',
    source_type: 'SOURCE_TYPE_OTHER_NOTIFICATION',
    automated_detection: 'No',
    automated_decision: 'AUTOMATED_DECISION_NOT_AUTOMATED',
  };
}

export function writeStatement(item: ActedItem, { category, contentDate, contentLanguage }: StatedFacts) {
  return {
    ...buildStatementDraft(item),
    category,
    content_date: contentDate,
    ...(contentLanguage === undefined ? {} : { content_language: contentLanguage }),
  };
}
/** Whether the record now differs from the statement about an item, so that a correction is owed. */
export function isOutdated(item: ActedItem, body: StatementBody): boolean {
  const said = new Map<string, unknown>(Object.entries(body));
  return Object.entries(buildStatementDraft(item)).some(
    ([field, value]) => JSON.stringify(said.get(field)) !== JSON.stringify(value),
  );
}
export type StatementBody = ReturnType<typeof writeStatement>;
