import type { SenderDoubt } from './sender-doubt.js';

/** English description of each trigger for approvers, used by the command line and outgoing messages. */
export const TRIGGER_WORDS: Record<SenderDoubt, string> = {
  sender_unproven: 'nobody has shown that it is from whom it says',
  sender_is_new: 'the first notice under this name',
  sender_near_name: 'the sender is named nearly like an authority of the directory, and is not it',
  sender_foreign_mail: 'the sender writes from a domain that is not of the authority',
  sender_lookalike_domain: 'the sender writes from a domain made to look like one of the directory',
  sender_outside_law: 'the law does not reach the authority’s country, or does not name the authority',
  sender_contact_changed: 'a contact of the authority was changed lately',
  sender_not_called: 'nobody has confirmed it by a call back',
  sender_check_incomplete: 'the sender was confirmed with points of the checklist left open',
  paper_presses: 'the paper presses for haste or against asking',
  paper_wrong_rank: 'nobody signed whom the directory lists at that time and in that rank',
  paper_no_letterhead: 'the paper does not name the authority',
  paper_no_number: 'the paper has no reference, or another one',
  reference_reused: 'an earlier notice of this authority has the same reference',
  paper_repeats: 'the paper is that of an earlier notice, but for the targets',
};
