import type { CauseWords } from './engine-causes.js';

export const LAW_CAUSES = {
  rulebook_refused: {
    title: 'The rulebook cannot be used',
    explains: 'A file of the rulebook is invalid or missing.',
    selfHeals: 'The last valid rulebook stays in use, and the folder is checked again automatically.',
    safe: null,
  },
  rulebook_proposed: {
    title: 'A changed rulebook is waiting for approval',
    explains: 'The rulebook folder, or the one in a new release, differs from the edition in effect.',
    selfHeals:
      'The edition in effect applies until two people, one of them counsel, approve the digest of the changed one under Rulebook.',
    safe: null,
  },
  rulebook_unproven: {
    title: 'The rulebook in effect is not signed',
    explains:
      'The registry names an edition as in effect, but the signed approvals or the stored content do not prove it.',
    selfHeals: 'The last proven edition stays in use. Find out who wrote to the registry, or which key was replaced.',
    safe: null,
  },
  rulebook_changed: {
    title: 'The law behind open deadlines has changed',
    explains: 'Under the new rulebook, some open deadlines would fall at another time.',
    selfHeals: 'Nothing moves until two people have agreed.',
    safe: null,
  },
  calendar_ends: {
    title: 'A calendar is about to end',
    explains: 'A calendar that a law uses has no holiday list for days less than 60 days away.',
    selfHeals: 'Days without a list count as working days unless they are a weekend, and the receipt says so.',
    safe: null,
  },
  law_review_due: {
    title: 'A law is due for review',
    explains: 'The period for which counsel, or the rulebook, confirmed a law in force is over.',
    selfHeals: 'Its deadlines keep running and say so, until the law is reviewed again or its text changes.',
    safe: null,
  },
} as const satisfies Record<string, CauseWords>;
