import type { RegimeVersion } from './regime.js';

/** Topics on which a law may be in dispute, so that counsel decides for each notice. */
export const CONTESTED_TOPICS = ['publication', 'user_notice'] as const;
export type ContestedTopic = (typeof CONTESTED_TOPICS)[number];

/** Counsel's decisions under contested rules; absent: none yet, so the stricter reading applies. */
export type ContestedDecisions = Partial<Record<ContestedTopic, boolean>>;

export interface ContestedRule {
  topic: ContestedTopic;
  text: string;
  source: string;
}

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
