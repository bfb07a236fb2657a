import type { LetterKind } from '../../domain/letter/letter.js';
import type { NoticeKind } from '../../domain/notice/notice.js';
import type { Progress } from '../../domain/portal/progress.js';
import type { FilingKind } from '../../domain/portal/receipt.js';

export const KIND_WORDS: Readonly<Record<NoticeKind, string>> = {
  blocking_order: 'Blocking order',
  removal_order: 'Removal order',
  court_order: 'Court order',
  information_order: 'Order to give information',
  preservation_order: 'Preservation order',
  correction_direction: 'Correction direction',
  request: 'Request',
  referral: 'Referral',
  non_compliance_notice: 'Notice of non-compliance',
  show_cause: 'Show-cause notice',
  reminder: 'Reminder',
  amendment: 'Amendment',
  confirmation: 'Confirmation',
  revocation: 'Revocation',
};

export const PROGRESS_WORDS: Readonly<Record<Progress, { name: string; says: string }>> = {
  received: { name: 'Received', says: 'We have it and are reading it.' },
  examined: { name: 'Being examined', says: 'We are deciding on it item by item.' },
  carried_out: { name: 'Being carried out', says: 'We have decided and are doing what was decided. A report follows.' },
  answered: { name: 'Answered', says: 'Our letters say what was done and what was not.' },
  closed: { name: 'Closed', says: 'Our work on it is done.' },
  lapsed: { name: 'Lapsed', says: 'The order has ended by its own terms.' },
  stayed: { name: 'Stayed', says: 'A court has stayed the order. Our work on it waits until the stay is lifted.' },
  annulled: { name: 'Annulled', says: 'A court has annulled the order, or the law behind it.' },
  withdrawn: { name: 'Withdrawn', says: 'You have taken it back. People undo what rests on it alone.' },
};

export const LETTER_WORDS: Readonly<Record<LetterKind, string>> = {
  acknowledgement: 'Acknowledgement',
  clarification: 'Question to you',
  push_back: 'What we do not do, and why',
  report_of_effect: 'Report of what was done',
  user_notice: 'Notice to users',
  dialogue_request: 'Request to talk',
  status_update: 'Where it stands',
};

export const FILING_WORDS: Readonly<Record<FilingKind, string>> = {
  notice: 'Notice',
  answer: 'Answer',
  withdrawal: 'Withdrawal',
};
