import { ANSWER_DUTIES } from '../duties/duty.js';
import type { ChecklistAnswer, RegimeVersion } from './regime.js';

/**
 * Topics on which a law may be in dispute, so that counsel decides for each notice. `service`: the document went to
 * another office than the law names.
 */
export const CONTESTED_TOPICS = ['publication', 'user_notice', 'service', ...ANSWER_DUTIES] as const;
export type ContestedTopic = (typeof CONTESTED_TOPICS)[number];

/** Counsel's decisions under contested rules; absent: none yet, so the stricter reading applies. */
export type ContestedDecisions = Partial<Record<ContestedTopic, boolean>>;

export interface ContestedRule {
  topic: ContestedTopic;
  text: string;
  source: string;
}

type Law = Pick<RegimeVersion, 'formalities' | 'userNotice' | 'contents'>;

/** Lists what is in dispute under a law for a notice with these answers to its checklist. */
export function contestedRules(
  law: Law | undefined,
  checklist: Readonly<Record<string, ChecklistAnswer>> = {},
): ContestedRule[] {
  if (law === undefined) return [];
  const { formalities = {}, userNotice } = law;
  return [
    ...contestedIn('publication', formalities.publication),
    ...contestedIn('user_notice', userNotice),
    ...questionService(law, checklist),
    ...ANSWER_DUTIES.flatMap((duty) => contestedIn(duty, formalities[duty])),
  ];
}

function contestedIn(
  topic: ContestedTopic,
  fact: { rule?: string | undefined; text: string; source: string } | null | undefined,
): ContestedRule[] {
  return fact?.rule === 'contested' ? [{ topic, text: fact.text, source: fact.source }] : [];
}

/** Until counsel answers, the stricter reading applies: the service counts, and the clocks run. */
function questionService({ contents }: Law, checklist: Readonly<Record<string, ChecklistAnswer>>): ContestedRule[] {
  const wrong = contents.find(({ id, about }) => about === 'addressee' && checklist[id] === 'missing');
  if (wrong === undefined) return [];
  const text = 'The document did not go to the office that the law names. Does the service count all the same?';
  return [{ topic: 'service', text, source: wrong.source }];
}
