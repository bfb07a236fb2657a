import type { Confidence } from '../rulebook/confidence.js';
import type { ContestedDecisions } from '../rulebook/contested.js';
import type { RegimeVersion } from '../rulebook/regime.js';
import { isSecretAt, type Secrecy } from '../notices/secrecy.js';
import { isEnforcedAction, type DecisionAction } from '../targets/decision-action.js';

/** Whether and when the affected user is notified of an act. */
export const USER_NOTICE_DECISIONS = ['now', 'after', 'never'] as const;
export type UserNoticeDecision = (typeof USER_NOTICE_DECISIONS)[number];

export const USER_NOTICE_BASES = ['law', 'secrecy', 'policy'] as const;

export interface UserNoticeRule {
  basis: (typeof USER_NOTICE_BASES)[number];
  text: string;
  /** Null for company policy and for the notice's own secrecy. */
  source: string | null;
  confidence: Confidence;
}

export interface UserNotice {
  decision: UserNoticeDecision;
  /** For `after`, the earliest time; null: the end of the secrecy, or the decision that it awaits. */
  untilMs: number | null;
  /** For `after`: counsel has to decide first, as the rule is in dispute. */
  awaitsCounsel: boolean;
  required: boolean;
  rule: UserNoticeRule;
}

/** Inputs of the decision: the action on the item, the law on file, and the secrecy of the notice. */
export interface UserNoticeFacts {
  action: DecisionAction;
  law: Pick<RegimeVersion, 'userNotice' | 'secrecy'> | undefined;
  secrecy: Secrecy;
  counsel?: ContestedDecisions;
}

const policy = (text: string): UserNoticeRule => ({ basis: 'policy', text, source: null, confidence: 'policy' });
const POLICY_NOTIFIES = policy(
  'Company policy: affected people are notified unless a law or the secrecy of the notice forbids it.',
);
const COUNSEL_NOTIFIES = policy('The rule is contested; counsel has decided that affected people are notified.');
const POLICY_KEEPS = policy('Company policy: people are not notified of preservation, since nothing changes for them.');

function byLaw(rule: Pick<UserNoticeRule, 'text' | 'confidence'> & { source: string }): UserNoticeRule {
  const { text, source, confidence } = rule;
  return { basis: 'law', text, source, confidence };
}

export function isFelt(action: DecisionAction): boolean {
  return action !== 'preserve' && isEnforcedAction(action);
}

/**
 * Decides whether and when the affected user is notified. A permanent legal ban comes first, then the secrecy of the
 * notice while it lasts, then what the law requires.
 * A rule in dispute defers the notification until counsel decides. Where the law leaves it to us, or nothing is on
 * file, company policy notifies.
 */
export function decideUserNotice({ action, law, secrecy, counsel = {} }: UserNoticeFacts, atMs: number): UserNotice {
  const said = law?.userNotice ?? null;
  const required = said?.rule === 'required' && isFelt(action);
  const never = (rule: UserNoticeRule): UserNotice => ({
    decision: 'never',
    untilMs: null,
    awaitsCounsel: false,
    required: false,
    rule,
  });
  if (!isFelt(action)) return never(POLICY_KEEPS);
  if (said?.when === 'never') return never(byLaw(said));
  const isContested = said?.rule === 'contested';
  if (isContested && counsel.user_notice === false) return never(byLaw(said));
  if (isContested && counsel.user_notice === undefined)
    return { decision: 'after', untilMs: null, awaitsCounsel: true, required, rule: byLaw(said) };
  if (isSecretAt(secrecy, atMs))
    return { decision: 'after', untilMs: secrecy.untilMs, awaitsCounsel: false, required, rule: secretRule(law) };
  // A ban tied to secrecy ends with it; one without an end stays in force.
  if (said?.rule === 'forbidden' && said.when !== 'after_secrecy') return never(byLaw(said));
  const rule = required && said !== null ? byLaw(said) : isContested ? COUNSEL_NOTIFIES : POLICY_NOTIFIES;
  return { decision: 'now', untilMs: null, awaitsCounsel: false, required, rule };
}

function secretRule(law: UserNoticeFacts['law']): UserNoticeRule {
  if (law?.userNotice?.rule === 'forbidden') return byLaw(law.userNotice);
  if (law?.secrecy != null && law.secrecy.level !== 'open') return byLaw(law.secrecy);
  return { basis: 'secrecy', text: 'The notice is secret.', source: null, confidence: 'policy' };
}
