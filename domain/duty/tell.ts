import type { Confidence } from '../law/confidence.js';
import type { ContestedDecisions } from '../law/contested.js';
import type { RegimeVersion } from '../law/regime.js';
import { isSecretAt, type Secrecy } from '../notice/secrecy.js';
import { isEnforcedLane, type Lane } from '../target/lane.js';

/** Whether and when the affected user is notified of an act. */
export const TELL_DECISIONS = ['now', 'after', 'never'] as const;
export type TellDecision = (typeof TELL_DECISIONS)[number];

export const TELL_BASES = ['law', 'secrecy', 'house'] as const;

export interface TellRule {
  basis: (typeof TELL_BASES)[number];
  text: string;
  /** Null for company policy and for the notice's own secrecy. */
  source: string | null;
  confidence: Confidence;
}

export interface Tell {
  decision: TellDecision;
  /** For `after`, the earliest time; null: the end of the secrecy, or the decision that it awaits. */
  untilMs: number | null;
  /** For `after`: counsel has to decide first, as the rule is in dispute. */
  awaitsCounsel: boolean;
  required: boolean;
  rule: TellRule;
}

/** Inputs of the decision: the action on the item, the law on file, and the secrecy of the notice. */
export interface TellFacts {
  lane: Lane;
  law: Pick<RegimeVersion, 'userNotice' | 'secrecy'> | undefined;
  secrecy: Secrecy;
  counsel?: ContestedDecisions;
}

const house = (text: string): TellRule => ({ basis: 'house', text, source: null, confidence: 'house' });
const HOUSE_TELLS = house(
  'Company policy: affected people are notified unless a law or the secrecy of the notice forbids it.',
);
const COUNSEL_TELLS = house('The rule is contested; counsel has decided that affected people are notified.');
const HOUSE_KEEPS = house('Company policy: people are not notified of preservation, since nothing changes for them.');

function byLaw({ text, source, confidence }: Pick<TellRule, 'text' | 'confidence'> & { source: string }): TellRule {
  return { basis: 'law', text, source, confidence };
}

export function isFelt(lane: Lane): boolean {
  return lane !== 'preserve' && isEnforcedLane(lane);
}

/**
 * Decides whether and when the affected user is notified. A permanent legal ban comes first, then the secrecy of the
 * notice while it lasts, then what the law requires.
 * A rule in dispute defers the notification until counsel decides. Where the law leaves it to us, or nothing is on
 * file, company policy notifies.
 */
export function decideTell({ lane, law, secrecy, counsel = {} }: TellFacts, atMs: number): Tell {
  const said = law?.userNotice ?? null;
  const required = said?.rule === 'required' && isFelt(lane);
  const never = (rule: TellRule): Tell => ({
    decision: 'never',
    untilMs: null,
    awaitsCounsel: false,
    required: false,
    rule,
  });
  if (!isFelt(lane)) return never(HOUSE_KEEPS);
  if (said?.when === 'never') return never(byLaw(said));
  const isContested = said?.rule === 'contested';
  if (isContested && counsel.user_notice === false) return never(byLaw(said));
  if (isContested && counsel.user_notice === undefined)
    return { decision: 'after', untilMs: null, awaitsCounsel: true, required, rule: byLaw(said) };
  if (isSecretAt(secrecy, atMs))
    return { decision: 'after', untilMs: secrecy.untilMs, awaitsCounsel: false, required, rule: secretRule(law) };
  // A ban tied to secrecy ends with it; one without an end stays in force.
  if (said?.rule === 'forbidden' && said.when !== 'after_secrecy') return never(byLaw(said));
  const rule = required && said !== null ? byLaw(said) : isContested ? COUNSEL_TELLS : HOUSE_TELLS;
  return { decision: 'now', untilMs: null, awaitsCounsel: false, required, rule };
}

function secretRule(law: TellFacts['law']): TellRule {
  if (law?.userNotice?.rule === 'forbidden') return byLaw(law.userNotice);
  if (law?.secrecy != null && law.secrecy.level !== 'open') return byLaw(law.secrecy);
  return { basis: 'secrecy', text: 'The notice is secret.', source: null, confidence: 'house' };
}
