import type { CauseWords } from './engine-causes.js';

export const LAW_CAUSES = {
  rulebook_refused: {
    title: 'The rulebook cannot be used',
    explains: 'A file of the rulebook is broken or away.',
    selfHeals: 'The last good rulebook stays in use, and the folder is looked at again by itself.',
    safe: null,
  },
  rulebook_proposed: {
    title: 'A changed rulebook waits for approval',
    explains: 'The folder of the rulebook, or what a new release ships, says something else than the law in effect.',
    selfHeals:
      'The edition in effect applies until two people, one of them counsel, have approved the digest of the changed one under Rulebook.',
    safe: null,
  },
  rulebook_unproven: {
    title: 'A rulebook is in effect that nobody has signed',
    explains:
      'The registry names an edition as the law in effect, and the signed approvals or the content on record do not prove it.',
    selfHeals:
      'The last edition that is proven stays in use. Find out who wrote to the registry, or which key was replaced.',
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
