import type { LetterKind } from '../../../domain/letters/letter.js';
import type { NoticeKind } from '../../../domain/notices/notice.js';
import type { PortalProgress } from '../domain/progress.js';
import type { FilingKind } from '../domain/receipt.js';

export const KIND_WORDS: Readonly<Record<NoticeKind, string>> = {
  blocking_order: 'Blocking order',
  removal_order: 'Removal order',
  court_order: 'Court order',
  information_order: 'Information order',
  preservation_order: 'Preservation order',
  correction_direction: 'Correction direction',
  request: 'Request',
  referral: 'Referral',
  non_compliance_notice: 'Non-compliance notice',
  show_cause: 'Show-cause notice',
  reminder: 'Reminder',
  amendment: 'Amendment',
  confirmation: 'Confirmation',
  revocation: 'Revocation',
};

export const PROGRESS_WORDS: Readonly<Record<PortalProgress, { name: string; says: string }>> = {
  received: { name: 'Received', says: 'We have received it and are checking it.' },
  examined: { name: 'Under review', says: 'We are deciding each item.' },
  carried_out: { name: 'Being enforced', says: 'We have decided and are enforcing the decisions. A report follows.' },
  answered: { name: 'Answered', says: 'Our letters say what was done and what was not.' },
  closed: { name: 'Closed', says: 'Our work on it is complete.' },
  lapsed: { name: 'Lapsed', says: 'The order has expired under its own terms.' },
  stayed: { name: 'Stayed', says: 'A court has stayed the order. Our work on it is paused until the stay is lifted.' },
  annulled: { name: 'Annulled', says: 'A court has annulled the order, or the law behind it.' },
  withdrawn: { name: 'Withdrawn', says: 'You have withdrawn it. We restore what rests on it alone.' },
};

export const LETTER_WORDS: Readonly<Record<LetterKind, string>> = {
  acknowledgement: 'Acknowledgement',
  clarification: 'Request for clarification',
  push_back: 'Refusal and reasons',
  report_of_effect: 'Report of effect',
  user_notice: 'User notice',
  dialogue_request: 'Request for dialogue',
  status_update: 'Status update',
  review_request: 'Request for review',
  show_cause_reply: 'Reply to your notice',
  disclosure_cover: 'Cover for records',
  gag_challenge: 'On the prohibition of disclosure',
  counter_notice: 'Copy of a counter notification',
  restoration: 'Report of restoration',
  preservation_confirmation: 'Confirmation of preservation',
};

export const FILING_WORDS: Readonly<Record<FilingKind, string>> = {
  notice: 'Notice',
  answer: 'Answer',
  withdrawal: 'Withdrawal',
};
