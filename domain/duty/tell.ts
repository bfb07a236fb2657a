import type { Confidence } from '../law/confidence.js';
import type { ContestedDecisions } from '../law/contested.js';
import type { RegimeVersion } from '../law/regime.js';
import { isSecretAt, type Secrecy } from '../notice/secrecy.js';
import { isEnforcedLane, type Lane } from '../target/lane.js';

/** Whether and when whoever is affected by an act is told of it. */
export const TELL_DECISIONS = ['now', 'after', 'never'] as const;
export type TellDecision = (typeof TELL_DECISIONS)[number];

export const TELL_BASES = ['law', 'secrecy', 'house'] as const;

/** The rule a decision comes from: the law's own, the secrecy of the notice, or the house's. */
export interface TellRule {
  basis: (typeof TELL_BASES)[number];
  text: string;
  /** Of the house's and of the notice's own there is none. */
  source: string | null;
  confidence: Confidence;
}

export interface Tell {
  decision: TellDecision;
  /** Of `after`: from when; null: from the end of the secrecy, whenever that is, or from the decision that it awaits. */
  untilMs: number | null;
  /** Of `after`: whether counsel has to decide first, as the rule is in dispute. */
  awaitsCounsel: boolean;
  /** Whether the law wants it, so that it is a duty. */
  required: boolean;
  rule: TellRule;
}

/** What is decided from: what was done to the item, the law of the notice as it is on file, and who may know of the notice. */
export interface TellFacts {
  lane: Lane;
  law: Pick<RegimeVersion, 'userNotice' | 'secrecy'> | undefined;
  secrecy: Secrecy;
  /** What counsel has decided where the law is in dispute; absent: nothing yet. */
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

/** Lanes of which the item's owner sees something change. */
export function isFelt(lane: Lane): boolean {
  return lane !== 'preserve' && isEnforcedLane(lane);
}

/**
 * Whether whoever is affected is told. A law that forbids it for good comes first, then the secrecy of the notice while it
 * lasts, then what the law wants. A rule in dispute holds the notice until counsel decides. Where the law leaves it to us, or
 * nothing is on file, policy notifies.
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
  // What is forbidden while a secrecy lasts is free after it; what is forbidden without an end stays so.
  if (said?.rule === 'forbidden' && said.when !== 'after_secrecy') return never(byLaw(said));
  const rule = required && said !== null ? byLaw(said) : isContested ? COUNSEL_TELLS : HOUSE_TELLS;
  return { decision: 'now', untilMs: null, awaitsCounsel: false, required, rule };
}

function secretRule(law: TellFacts['law']): TellRule {
  if (law?.userNotice?.rule === 'forbidden') return byLaw(law.userNotice);
  if (law?.secrecy != null && law.secrecy.level !== 'open') return byLaw(law.secrecy);
  return { basis: 'secrecy', text: 'The notice is secret.', source: null, confidence: 'house' };
}
