import type { TextKind } from '../../../domain/rulebook/citation.js';
import type { RuleStatus } from '../../../domain/rulebook/regime.js';
import type { ReviewState } from '../../../domain/rulebook/review.js';

export const STATUS_WORDS: Readonly<Record<RuleStatus, string>> = {
  draft: 'Draft: not in force, or not known to be',
  in_force: 'In force',
  suspended: 'Suspended by a court',
  partly_annulled: 'In force, partly annulled',
  annulled: 'Annulled',
  repealed: 'Repealed',
};

export const REVIEW_WORDS: Readonly<Record<ReviewState, string>> = {
  draft: 'no counsel has compared this version with its texts',
  reviewed_once: 'one counsel has compared this version with its texts',
  reviewed_twice: 'two counsel have compared this version with its texts',
  expired: 'the comparison by counsel is out of date',
};

export const TEXT_WORDS: Readonly<Record<TextKind, string>> = {
  official: 'Official text, as its maker publishes it',
  reprint: 'Verbatim reprint of the official text',
  secondary: 'A text about the law, not the law itself',
};

const SECTIONS: Readonly<Record<string, string>> = {
  inForce: 'Being in force',
  clock: 'Time limit',
  contents: 'Required content of the document',
  whoMayOrder: 'Who may order',
  deemedService: 'Deemed service',
  secrecy: 'Secrecy',
  userNotice: 'Notice to users',
  statusUpdates: 'Status updates',
  language: 'Language of the answer',
  form: 'Form of the answer',
  addressee: 'Addressee of the answer',
  publication: 'Publication',
  remedies: 'Remedy',
  penalties: 'Penalty',
  grounds: 'Ground',
  thresholds: 'Threshold',
  length: 'Length of time limits',
  start: 'Start of time limits',
};

/** `clock:comply` is `Time limit`; a topic is named like the fact on it. */
export function nameSection(id: string): string {
  const section = id.split(':')[0] ?? '';
  return SECTIONS[section] ?? section;
}
