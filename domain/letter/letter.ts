/** Outward texts. Each but the acknowledgement and the dialogue request is part of an approved submission. */
export const LETTER_KINDS = [
  'acknowledgement',
  'clarification',
  'push_back',
  'report_of_effect',
  'user_notice',
  'dialogue_request',
  'status_update',
] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];
