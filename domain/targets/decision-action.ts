import { getKeys } from '../record-keys.js';
import {
  PLATFORM_ACTION_TABLE,
  type ByCountryAction,
  type EnforcementAction,
  type PlatformAction,
} from './platform-action.js';

interface DecisionActionRow {
  /** Affects the target or its owner: raises the approvals needed and is sampled for a second review. */
  acts: boolean;
  /** The platform call; null: none. The port has no call for a disclosure (docs/integrating/interface.md, Platform port). */
  action: EnforcementAction | null;
  /** Name of the result in the report of effect. Several actions may share one. */
  outcome: string;
  /** Outcome of the notice that the decision alone implies; null: depends on the platform. */
  answers: 'done' | 'refused' | 'requested' | 'unable' | null;
  wider: 'beyond_the_order' | 'always' | 'never';
  /** Position in the console's list, whose first nine have a shortcut key; separate for content and data. */
  order: { content: number; data: number };
}

const ACTING = { acts: true, answers: null, wider: 'never' } as const;
const ANSWERING = { acts: false, action: null, wider: 'never' } as const;

/**
 * The single table of actions, one per target (docs/integrating/interface.md, Commands). SQL, schemas, letters and lists are
 * generated from it.
 */
export const DECISION_ACTION_TABLE = {
  withhold: {
    ...ACTING,
    action: 'withhold',
    outcome: 'withheld',
    wider: 'beyond_the_order',
    order: { content: 1, data: 9 },
  },
  // Our own rules may apply in any country.
  remove_rules: { ...ACTING, action: 'remove', outcome: 'removed', order: { content: 2, data: 10 } },
  remove_law: { ...ACTING, action: 'remove', outcome: 'removed', wider: 'always', order: { content: 3, data: 11 } },
  label: { ...ACTING, action: 'label', outcome: 'labelled', order: { content: 4, data: 8 } },
  preserve: { ...ACTING, action: 'preserve', outcome: 'preserved', order: { content: 10, data: 2 } },
  disclose: { ...ACTING, action: null, outcome: 'disclosed', answers: 'done', order: { content: 11, data: 1 } },
  push_back: { ...ANSWERING, outcome: 'refused', answers: 'refused', order: { content: 5, data: 3 } },
  clarify: { ...ANSWERING, outcome: 'clarificationRequested', answers: 'requested', order: { content: 6, data: 4 } },
  not_found: { ...ANSWERING, outcome: 'notFound', answers: 'unable', order: { content: 7, data: 5 } },
  not_the_target: { ...ANSWERING, outcome: 'notTheTarget', answers: 'unable', order: { content: 8, data: 6 } },
  already_actioned: { ...ANSWERING, outcome: 'alreadyActioned', answers: 'done', order: { content: 9, data: 7 } },
} as const satisfies Record<string, DecisionActionRow>;

type Table = typeof DECISION_ACTION_TABLE;
export type DecisionAction = keyof Table;
export const DECISION_ACTIONS = getKeys(DECISION_ACTION_TABLE);

export type Intervention = {
  [Name in DecisionAction]: Table[Name]['acts'] extends true ? Name : never;
}[DecisionAction];
export const INTERVENTIONS = DECISION_ACTIONS.filter(isIntervention);

export type EnforcedAction = {
  [Name in DecisionAction]: Table[Name]['action'] extends null ? never : Name;
}[DecisionAction];
export const ENFORCED_ACTIONS = DECISION_ACTIONS.filter(isEnforcedAction);

/** Action of a frozen line: a decision, or its reversal. */
export const FROZEN_ACTIONS = [...DECISION_ACTIONS, 'restore'] as const;
export type FrozenAction = (typeof FROZEN_ACTIONS)[number];

/** Actions that take effect in the countries named with them; all others name none. */
export type ByCountryDecision = {
  [Name in DecisionAction]: Table[Name]['action'] extends ByCountryAction ? Name : never;
}[DecisionAction];
export const BY_COUNTRY_DECISIONS = DECISION_ACTIONS.filter(isByCountry);
/** Actions that hide an item everywhere, whatever the order's law covers. */
export const EVERYWHERE_DECISIONS = ENFORCED_ACTIONS.filter((action) => getHolds(action) === 'everywhere');
/** Enforced actions that leave no platform state to read back. */
export const UNPROVABLE_ACTIONS: readonly DecisionAction[] = ENFORCED_ACTIONS.filter(
  (action) => getHolds(action) === null,
);

export function isIntervention(action: DecisionAction): action is Intervention {
  return DECISION_ACTION_TABLE[action].acts;
}

export function isEnforcedAction(action: DecisionAction): action is EnforcedAction {
  return DECISION_ACTION_TABLE[action].action !== null;
}

export function isByCountry(action: FrozenAction): action is ByCountryDecision {
  return action !== 'restore' && isEnforcedAction(action) && getHolds(action) === 'countries';
}

function getHolds(action: EnforcedAction): (typeof PLATFORM_ACTION_TABLE)[PlatformAction]['holds'] {
  return PLATFORM_ACTION_TABLE[DECISION_ACTION_TABLE[action].action].holds;
}

export type ActionOutcome = Table[DecisionAction]['outcome'];
export const ACTION_OUTCOMES: readonly ActionOutcome[] = [
  ...new Set(DECISION_ACTIONS.map((action) => DECISION_ACTION_TABLE[action].outcome)),
];
