/** Suspicious traits of a sender or document. None proves anything; each has to be looked at. */
export const SENDER_DOUBTS = [
  'sender_unproven',
  'sender_is_new',
  'sender_near_name',
  'sender_foreign_mail',
  'sender_lookalike_domain',
  'sender_outside_law',
  'sender_contact_changed',
  'sender_not_called',
  'sender_check_incomplete',
  'paper_presses',
  'paper_wrong_rank',
  'paper_no_letterhead',
  'paper_no_number',
  'reference_reused',
  'paper_repeats',
] as const;
export type SenderDoubt = (typeof SENDER_DOUBTS)[number];
