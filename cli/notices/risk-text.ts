import { hasKey } from '../../domain/record-keys.js';
import { TRIGGER_WORDS } from '../../domain/notices/trigger-words.js';
import type { Risk } from '../../domain/submissions/submission.js';

const RISK_WORDS: Record<Risk, string> = {
  order_not_in_effect: 'the order is not in effect, but counsel has upheld it',
  emergency: 'enforced after one approval; the quorum ratifies later',
  disclosure: 'a disclosure is approved; the desk itself discloses nothing',
  protected: 'includes enforced actions on protected targets',
  mass: 'more enforced targets than one approver can decide',
  refusal_of_all: 'the whole order is refused; nothing is enforced',
  wider_than_order: 'it goes further than the order',
  departs_from_precedent: 'a target was decided differently before',
  document_missing: 'an order without any document on record',
  checklist_unread: "the document has not been checked against its law's checklist",
  cause_unshown: 'the record does not show the cause of the restoration, or shows it only by the author’s own entries',
  still_preserved: 'something is released before its preservation term ends',
  ...TRIGGER_WORDS,
};

export function riskText(risk: string): string {
  return hasKey(RISK_WORDS, risk) ? `${risk}: ${RISK_WORDS[risk]}` : risk;
}
