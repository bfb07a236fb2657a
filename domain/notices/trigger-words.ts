import type { SenderDoubt } from './sender-doubt.js';

/** English description of each trigger for approvers, used by the command line and outgoing messages. */
export const TRIGGER_WORDS: Record<SenderDoubt, string> = {
  sender_unproven: 'the sender is unverified',
  sender_is_new: 'the first notice under this name',
  sender_near_name: 'the sender’s name resembles an authority in the directory but is not that authority',
  sender_foreign_mail: 'the sender’s domain does not belong to the authority',
  sender_lookalike_domain: 'the sender’s domain imitates one in the directory',
  sender_outside_law: 'the law does not apply in the authority’s country, or does not name the authority',
  sender_contact_changed: 'a contact of the authority was changed recently',
  sender_not_called: 'not confirmed by a call back',
  sender_check_incomplete: 'the sender was confirmed with open checklist items',
  document_presses: 'the document presses for haste or discourages questions',
  document_wrong_rank: 'not signed by anyone listed in the directory for that time and rank',
  document_no_letterhead: 'the document does not name the authority',
  document_no_number: 'the document has no reference, or a different one',
  reference_reused: 'an earlier notice of this authority has the same reference',
  document_repeats: 'the document repeats an earlier notice except for the targets',
};
