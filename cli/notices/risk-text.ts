import { hasKey } from '../../domain/keys-of.js';
import { TRIGGER_WORDS } from '../../domain/notice/trigger-words.js';
import type { Risk } from '../../domain/submission/submission.js';

const RISK_WORDS: Record<Risk, string> = {
  order_not_in_effect: 'the order is not in effect; counsel has upheld it',
  emergency: 'one yes carries it out, the quorum ratifies afterwards',
  disclosure: 'a disclosure is approved; the desk itself hands over nothing',
  protected: 'protected targets are acted on',
  mass: 'more targets of the notice are acted on than one approver decides',
  refusal_of_all: 'the order is refused, nothing is acted on',
  wider_than_order: 'it reaches wider than the order',
  departs_from_precedent: 'a target was decided otherwise before',
  paper_missing: 'an order without any paper on record',
  checklist_unread: 'the paper has not been read against the checklist of its law',
  cause_unshown: 'the record does not show why it is taken back, or by its author’s own hand alone',
  still_preserved: 'something is released before the term of its preservation ends',
  ...TRIGGER_WORDS,
};

export function riskText(risk: string): string {
  return hasKey(RISK_WORDS, risk) ? `${risk}: ${RISK_WORDS[risk]}` : risk;
}
