import type { ClockKind } from '../clocks/clock.js';
import { isOneOf } from '../is-one-of.js';
import { getKeys } from '../record-keys.js';
import { DECISION_ACTIONS, type DecisionAction } from '../targets/decision-action.js';

const ABOUT_OTHERS = ['unlisted_targets', 'preserved_targets', 'restored_targets', 'no_targets'] as const;

interface LetterRow {
  /**
   * When it leaves: as the first answer, when its submission is approved, when everything approved is done, by a
   * command of its own, or never.
   */
  leaves: 'first_answer' | 'with_submission' | 'when_done' | 'when_requested' | 'never';
  /**
   * Submissions it goes with: those with targets of one action, with targets that no other letter lists, with preserved
   * targets (which the report lists too), those that restore, or those with no targets; null: none.
   */
  about: DecisionAction | (typeof ABOUT_OTHERS)[number] | null;
  meets: readonly ClockKind[];
  /** Whether it meets them only if the notice lists no targets, so that it answers the whole notice. */
  meetsIf: 'always' | 'no_targets';
  awaited: boolean;
  settles: boolean;
  /** Whether it states the outcome, so that its delivery ends the reporting stage. */
  reports: boolean;
}

const PLAIN = { about: null, meets: [], meetsIf: 'always', awaited: false, settles: true, reports: false } as const;
const ANSWER = { ...PLAIN, leaves: 'with_submission', awaited: true } as const;

/**
 * Outward letters: when each leaves and what its delivery does. Contents are in letters/kinds, texts in
 * rulebook/letters.
 */
export const LETTER_TABLE = {
  acknowledgement: { ...PLAIN, leaves: 'first_answer', meets: ['acknowledge'], settles: false },
  push_back: { ...ANSWER, about: 'push_back', meets: ['reply'] },
  clarification: { ...ANSWER, about: 'clarify' },
  report_of_effect: {
    ...PLAIN,
    leaves: 'when_done',
    about: 'unlisted_targets',
    meets: ['inform', 'reply'],
    reports: true,
  },
  // Promised in the API's list of kinds, but users are notified through the platform (letters/user-message.ts), not by
  // letter.
  user_notice: { ...PLAIN, leaves: 'never' },
  dialogue_request: { ...PLAIN, leaves: 'when_requested' },
  review_request: { ...PLAIN, leaves: 'when_requested' },
  show_cause_reply: { ...PLAIN, leaves: 'when_requested' },
  disclosure_cover: { ...PLAIN, leaves: 'when_requested' },
  gag_challenge: { ...PLAIN, leaves: 'when_requested' },
  counter_notice: { ...PLAIN, leaves: 'when_requested' },
  restoration: { ...PLAIN, leaves: 'when_done', about: 'restored_targets', settles: false },
  preservation_confirmation: { ...PLAIN, leaves: 'when_done', about: 'preserved_targets', settles: false },
  status_update: { ...ANSWER, about: 'no_targets', meets: ['inform', 'reply'], meetsIf: 'no_targets' },
} as const satisfies Record<string, LetterRow>;

type Table = typeof LETTER_TABLE;
export type LetterKind = keyof Table;
export const LETTER_KINDS = getKeys(LETTER_TABLE);

export type WrittenLetterKind = {
  [Kind in LetterKind]: Table[Kind]['leaves'] extends 'never' ? never : Kind;
}[LetterKind];

/** Kinds that people send by a command of its own, with words of theirs. */
export type RequestedLetterKind = {
  [Kind in LetterKind]: Table[Kind]['leaves'] extends 'when_requested' ? Kind : never;
}[LetterKind];
export const REQUESTED_LETTERS = LETTER_KINDS.filter(
  (kind): kind is RequestedLetterKind => LETTER_TABLE[kind].leaves === 'when_requested',
);
/** Requested letters that ask the authority for something, so that its answer has a clock. */
export const ASKING_LETTERS = ['dialogue_request', 'review_request', 'gag_challenge'] as const satisfies LetterKind[];

/** Letter kinds of a submission with targets, in the order in which they are queued and shown. */
export type SubmissionLetterKind = {
  [Kind in LetterKind]: Table[Kind]['about'] extends null | 'no_targets' ? never : Kind;
}[LetterKind];
export const SUBMISSION_LETTERS = LETTER_KINDS.filter(goesWithTargets);

export function isWritten(kind: LetterKind): kind is WrittenLetterKind {
  return LETTER_TABLE[kind].leaves !== 'never';
}

/** Whether people decide that it leaves; the others leave automatically. */
export function isByPeople(kind: LetterKind): boolean {
  const { leaves } = LETTER_TABLE[kind];
  return leaves === 'with_submission' || leaves === 'when_requested';
}

function goesWithTargets(kind: LetterKind): kind is SubmissionLetterKind {
  const { about } = LETTER_TABLE[kind];
  return about !== null && about !== 'no_targets';
}

/** Actions whose targets have a letter of their own; such a letter also names what the document lacks. */
export const LISTED_ACTIONS: readonly DecisionAction[] = LETTER_KINDS.flatMap((kind) => findAction(kind) ?? []);

const UNLISTED_ACTIONS = DECISION_ACTIONS.filter((action) => !LISTED_ACTIONS.includes(action));

function findAction(kind: LetterKind): DecisionAction | null {
  const { about } = LETTER_TABLE[kind];
  return about === null || isOneOf(ABOUT_OTHERS, about) ? null : about;
}

/**
 * Returns the letters of a submission: refusals and questions leave immediately, the report when all is done. If
 * everything is refused or questioned there is no effect to report, and those letters are the whole answer.
 */
export function lettersFor(byAction: Partial<Record<DecisionAction, number>>, targets: number): LetterKind[] {
  return LETTER_KINDS.filter((kind) => {
    const { about } = LETTER_TABLE[kind];
    if (about === null) return false;
    if (about === 'no_targets') return targets === 0;
    if (about === 'restored_targets') return false;
    return targets > 0 && actionsOf(about).some((action) => (byAction[action] ?? 0) > 0);
  });
}

function actionsOf(about: DecisionAction | 'unlisted_targets' | 'preserved_targets'): readonly DecisionAction[] {
  if (about === 'unlisted_targets') return UNLISTED_ACTIONS;
  return [about === 'preserved_targets' ? 'preserve' : about];
}

/**
/**
 * Notes on a letter before it leaves: no text for its kind in the requested language; texts other than English that no
 * native lawyer has reviewed; the law requires this language, so that its text prevails, or another one; a prescribed
 * form with empty lines.
 */
export const LETTER_NOTES = [
  'written_in_english',
  'not_reviewed',
  'language_of_law',
  'not_language_of_law',
  'form_incomplete',
] as const;
export type LetterNote = (typeof LETTER_NOTES)[number];

export const LETTER_STATES = ['drafted', 'approved', 'queued', 'sent', 'bounced', 'failed'] as const;
export type LetterState = (typeof LETTER_STATES)[number];
