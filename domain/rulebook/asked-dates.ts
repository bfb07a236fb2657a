import type { ClockRule, FactField, RegimeVersion, StartFact } from './regime.js';

/** In the order of the document. */
export const ASKED_DATES = [
  'issuedAt',
  'servedAt',
  'actualKnowledgeAt',
  'requestReceivedAt',
  'enforcingNoticeAt',
  'hearingAt',
  'courtConfirmedAt',
  'disclosureClearedAt',
  'obstacleEndedAt',
  'clarifiedAt',
] as const satisfies readonly ('issuedAt' | 'servedAt' | FactField)[];
export type AskedDate = (typeof ASKED_DATES)[number];

/** Receipt is always known, and our own acts have not happened at triage. */
const DATES_OF_START: Record<StartFact, readonly AskedDate[]> = {
  issue: ['issuedAt'],
  service: ['servedAt'],
  deemed_service: ['issuedAt', 'servedAt'],
  receipt: [],
  actual_knowledge: ['actualKnowledgeAt'],
  clarification: ['clarifiedAt'],
  obstacle_ended: ['obstacleEndedAt'],
  court_confirmation: ['courtConfirmedAt'],
  authority_request: ['requestReceivedAt'],
  enforcing_notice: ['enforcingNoticeAt'],
  effect: [],
  user_notice: [],
};

function listDatesOfRule({ startsOn, guards }: ClockRule): readonly AskedDate[] {
  const starts = DATES_OF_START[startsOn];
  if (guards === 'hearing') return [...starts, 'hearingAt'];
  return guards === 'disclosure' ? [...starts, 'disclosureClearedAt'] : starts;
}

/** Lists the dates that the clocks and floors of these laws start from or guard. */
export function listAskedDates(laws: readonly Pick<RegimeVersion, 'clocks'>[]): AskedDate[] {
  const used = new Set(
    laws.flatMap(({ clocks }) =>
      clocks.filter(({ status }) => status === 'in_force' || status === 'partly_annulled').flatMap(listDatesOfRule),
    ),
  );
  return ASKED_DATES.filter((name) => used.has(name));
}
