import type { RegimeVersion } from './regime.js';

/** What a law may leave in dispute, so that counsel decides it for a notice. */
export const CONTESTED_TOPICS = ['publication', 'user_notice'] as const;
export type ContestedTopic = (typeof CONTESTED_TOPICS)[number];

/** What counsel has decided under a contested rule; absent: nothing yet, so that the stricter reading holds. */
export type ContestedDecisions = Partial<Record<ContestedTopic, boolean>>;

export interface ContestedRule {
  topic: ContestedTopic;
  text: string;
  source: string;
}

/** The rules of a law that are in dispute. */
export function contestedRules(law: Pick<RegimeVersion, 'formalities' | 'userNotice'> | undefined): ContestedRule[] {
  const publication = law?.formalities?.publication;
  const userNotice = law?.userNotice;
  const rules: ContestedRule[] = [];
  if (publication?.rule === 'contested')
    rules.push({ topic: 'publication', text: publication.text, source: publication.source });
  if (userNotice?.rule === 'contested')
    rules.push({ topic: 'user_notice', text: userNotice.text, source: userNotice.source });
  return rules;
}
