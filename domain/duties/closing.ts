import type { ContestedDecisions } from '../rulebook/contested.js';
import type { Formality, RegimeVersion } from '../rulebook/regime.js';
import { ANSWER_DUTIES, type AnswerDuty } from './duty.js';

/** What a person says about a duty at closing; `not_owed`: this notice called for no answer. */
export const CLOSING_ANSWERS = ['met', 'unmet', 'not_owed'] as const;
export type ClosingAnswers = Partial<Record<AnswerDuty, (typeof CLOSING_ANSWERS)[number]>>;

export interface ClosingDuty {
  duty: AnswerDuty;
  text: string;
  source: string;
  contested: boolean;
}

/** Lists what the law requires of an answer, without the duties that do not bind in counsel's view. */
export function listClosingDuties(
  law: Pick<RegimeVersion, 'formalities'> | undefined,
  counsel: ContestedDecisions = {},
): ClosingDuty[] {
  return ANSWER_DUTIES.flatMap((duty: AnswerDuty & Formality) => {
    const fact = law?.formalities?.[duty];
    const isContested = fact?.rule === 'contested';
    if (fact === undefined || (isContested && counsel[duty] === true)) return [];
    const { text, source } = fact;
    return [{ duty, text, source, contested: isContested && counsel[duty] === undefined }];
  });
}

/** Returns the undisputed duties that a person says are unmet; they block closing unless counsel overrides. */
export function findUnmet(duties: readonly ClosingDuty[], answers: ClosingAnswers): AnswerDuty[] {
  return duties.filter(({ duty, contested }) => !contested && answers[duty] === 'unmet').map(({ duty }) => duty);
}
