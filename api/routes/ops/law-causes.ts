import type { CauseWords } from './engine-causes.js';

/** What ops is told of the rulebook and its calendars. */
export const LAW_CAUSES = {
  rulebook_refused: {
    title: 'The rulebook cannot be used',
    explains: 'A file of the rulebook is broken or away.',
    selfHeals: 'The last good rulebook stays in use, and the folder is looked at again by itself.',
    safe: null,
  },
  rulebook_changed: {
    title: 'The law has changed under open clocks',
    explains: 'By the new rulebook some open clocks would be due at another time.',
    selfHeals: 'Nothing moves until two people have agreed.',
    safe: null,
  },
  calendar_ends: {
    title: 'A calendar ends',
    explains: 'A calendar that a law counts in has no list of holidays for days that are less than 60 days away.',
    selfHeals: 'Days without a list count as open unless they are a weekend, and the receipt says so.',
    safe: null,
  },
  law_review_due: {
    title: 'A law has to be reviewed again',
    explains: 'The time for which counsel, or the rulebook, vouched for a law in force is over.',
    selfHeals: 'Its clocks run on and say so, until another review or a changed text.',
    safe: null,
  },
} as const satisfies Record<string, CauseWords>;
