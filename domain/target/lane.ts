import { getKeys } from '../keys-of.js';
import {
  PLATFORM_ACTION_TABLE,
  type ByCountryAction,
  type LaneAction,
  type PlatformAction,
} from './platform-action.js';

interface LaneRow {
  /** Affects the target or its owner: raises the approvals needed and is sampled for a second review. */
  acts: boolean;
  /** The platform call; null: none. The port has no call for a disclosure (docs/interface.md, Platform port). */
  action: LaneAction | null;
  /** Name of the result in the report of effect. Several actions may share one. */
  outcome: string;
  /** Outcome of the notice that the decision alone implies; null: depends on the platform. */
  answers: 'done' | 'refused' | 'asked' | 'unable' | null;
  wider: 'beyond_the_order' | 'always' | 'never';
  /** Position in the console's list, whose first nine have a shortcut key; separate for content and data. */
  order: { content: number; data: number };
}

/**
 * The single table of actions, one per target (docs/interface.md, Commands). SQL, schemas, letters and lists are
 * generated from it.
 */
export const LANE_TABLE = {
  withhold: {
    acts: true,
    action: 'withhold',
    outcome: 'withheld',
    answers: null,
    wider: 'beyond_the_order',
    order: { content: 1, data: 9 },
  },
  remove_rules: {
    acts: true,
    action: 'remove',
    outcome: 'removed',
    answers: null,
    // Our own rules may apply in any country.
    wider: 'never',
    order: { content: 2, data: 10 },
  },
  remove_law: {
    acts: true,
    action: 'remove',
    outcome: 'removed',
    answers: null,
    wider: 'always',
    order: { content: 3, data: 11 },
  },
  label: {
    acts: true,
    action: 'label',
    outcome: 'labelled',
    answers: null,
    wider: 'never',
    order: { content: 4, data: 8 },
  },
  preserve: {
    acts: true,
    action: 'preserve',
    outcome: 'preserved',
    answers: null,
    wider: 'never',
    order: { content: 10, data: 2 },
  },
  disclose: {
    acts: true,
    action: null,
    outcome: 'disclosed',
    answers: 'done',
    wider: 'never',
    order: { content: 11, data: 1 },
  },
  push_back: {
    acts: false,
    action: null,
    outcome: 'refused',
    answers: 'refused',
    wider: 'never',
    order: { content: 5, data: 3 },
  },
  clarify: {
    acts: false,
    action: null,
    outcome: 'clarificationAsked',
    answers: 'asked',
    wider: 'never',
    order: { content: 6, data: 4 },
  },
  not_found: {
    acts: false,
    action: null,
    outcome: 'notFound',
    answers: 'unable',
    wider: 'never',
    order: { content: 7, data: 5 },
  },
  not_the_target: {
    acts: false,
    action: null,
    outcome: 'notTheTarget',
    answers: 'unable',
    wider: 'never',
    order: { content: 8, data: 6 },
  },
  already_actioned: {
    acts: false,
    action: null,
    outcome: 'alreadyActioned',
    answers: 'done',
    wider: 'never',
    order: { content: 9, data: 7 },
  },
} as const satisfies Record<string, LaneRow>;

type Table = typeof LANE_TABLE;
export type Lane = keyof Table;
export const LANES = getKeys(LANE_TABLE);

export type ActingLane = { [Name in Lane]: Table[Name]['acts'] extends true ? Name : never }[Lane];
export const ACTING_LANES = LANES.filter(isActingLane);

export type EnforcedLane = { [Name in Lane]: Table[Name]['action'] extends null ? never : Name }[Lane];
export const ENFORCED_LANES = LANES.filter(isEnforcedLane);

/** Action of a frozen line: a decision, or its reversal. */
export const FROZEN_LANES = [...LANES, 'restore'] as const;
export type FrozenLane = (typeof FROZEN_LANES)[number];

/** Actions that take effect in the countries named with them; all others name none. */
export type ByCountryLane = { [Name in Lane]: Table[Name]['action'] extends ByCountryAction ? Name : never }[Lane];
export const BY_COUNTRY_LANES = LANES.filter(isByCountry);
/** Actions that hide an item everywhere, whatever the order's law covers. */
export const EVERYWHERE_LANES = ENFORCED_LANES.filter((lane) => getHolds(lane) === 'everywhere');
/** Enforced actions that leave no platform state to read back. */
export const UNPROVABLE_LANES: readonly Lane[] = ENFORCED_LANES.filter((lane) => getHolds(lane) === null);

export function isActingLane(lane: Lane): lane is ActingLane {
  return LANE_TABLE[lane].acts;
}

export function isEnforcedLane(lane: Lane): lane is EnforcedLane {
  return LANE_TABLE[lane].action !== null;
}

export function isByCountry(lane: FrozenLane): lane is ByCountryLane {
  return lane !== 'restore' && isEnforcedLane(lane) && getHolds(lane) === 'countries';
}

function getHolds(lane: EnforcedLane): (typeof PLATFORM_ACTION_TABLE)[PlatformAction]['holds'] {
  return PLATFORM_ACTION_TABLE[LANE_TABLE[lane].action].holds;
}

export type LaneOutcome = Table[Lane]['outcome'];
export const LANE_OUTCOMES: readonly LaneOutcome[] = [...new Set(LANES.map((lane) => LANE_TABLE[lane].outcome))];
