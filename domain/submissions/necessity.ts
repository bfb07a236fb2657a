import type { DecisionAction } from '../targets/decision-action.js';

/** In the order in which a decider weighs them. */
export const NECESSITY_QUESTIONS = ['less_intrusive', 'narrowest', 'outweighed'] as const;
export type NecessityQuestion = (typeof NECESSITY_QUESTIONS)[number];
export type NecessityAnswers = Record<NecessityQuestion, { answer: 'yes' | 'no'; reason: string }>;

const EU = 'AT BE BG CY CZ DE DK EE ES EU FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

export interface NecessityRule {
  /** Null: every action with an effect on the target. */
  actions: readonly DecisionAction[] | null;
  /** Whether only targets of a protected class count. */
  protected: boolean;
  /** Null: everywhere. */
  jurisdictions: readonly string[] | null;
  source: string | null;
}

export const NECESSITY_REASONS = ['protected_class', 'own_rules'] as const;
export type NecessityReason = (typeof NECESSITY_REASONS)[number];

/** When the three questions have to be answered. */
export const NECESSITY_RULES: Record<NecessityReason, NecessityRule> = {
  protected_class: { actions: null, protected: true, jurisdictions: null, source: null },
  own_rules: {
    actions: ['remove_rules'],
    protected: false,
    jurisdictions: EU,
    source: 'Regulation (EU) 2022/2065, Article 14(4)',
  },
};

export function listNecessityRules(jurisdiction: string): NecessityReason[] {
  return NECESSITY_REASONS.filter((because) => {
    const { jurisdictions } = NECESSITY_RULES[because];
    return jurisdictions === null || jurisdictions.includes(jurisdiction);
  });
}
