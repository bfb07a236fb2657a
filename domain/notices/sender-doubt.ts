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
  'document_presses',
  'document_wrong_rank',
  'document_no_letterhead',
  'document_no_number',
  'reference_reused',
  'document_repeats',
] as const;
export type SenderDoubt = (typeof SENDER_DOUBTS)[number];
