import type { NoticeKind } from './notice.js';

/** What a document of some kind states beside the facts of every notice, in the order of a form. */
export const DETAIL_FIELDS = [
  'court',
  'caseNumber',
  'judge',
  'claimant',
  'statute',
  'dataRequested',
  'period',
  'penalty',
  'appealBy',
] as const;
export type DetailField = (typeof DETAIL_FIELDS)[number];
export type Details = Partial<Record<DetailField, string>>;

const LEGAL = ['statute', 'caseNumber'] as const;
const RECORDS = ['court', 'caseNumber', 'statute', 'dataRequested', 'period'] as const;
const FOLLOWING = ['court', 'caseNumber'] as const;

export const DETAILS_OF_KIND: Record<NoticeKind, readonly DetailField[]> = {
  blocking_order: LEGAL,
  removal_order: LEGAL,
  correction_direction: LEGAL,
  court_order: ['court', 'caseNumber', 'judge', 'claimant', 'statute', 'penalty', 'appealBy'],
  information_order: RECORDS,
  preservation_order: RECORDS,
  request: LEGAL,
  referral: LEGAL,
  non_compliance_notice: [...FOLLOWING, 'statute', 'penalty'],
  show_cause: [...FOLLOWING, 'statute', 'penalty'],
  reminder: FOLLOWING,
  amendment: FOLLOWING,
  confirmation: FOLLOWING,
  revocation: FOLLOWING,
};
