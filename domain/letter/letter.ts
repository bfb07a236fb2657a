import type { ClockKind } from '../clock/clock.js';
import { keysOf } from '../keys-of.js';
import { LANES, type Lane } from '../target/lane.js';

interface LetterRow {
  /**
   * When it leaves: as the first answer, as soon as its submission is approved, when all that was approved is done, when
   * people ask for it by a command of its own, or never.
   */
  leaves: 'first_answer' | 'with_submission' | 'when_done' | 'when_asked' | 'never';
  /**
   * Which submissions it goes with: those with targets in a lane, with targets that no letter of their own lists, or with no
   * targets. null: it goes with none.
   */
  about: Lane | 'unlisted_targets' | 'no_targets' | null;
  /** Clocks that its delivery meets. */
  meets: readonly ClockKind[];
  /** Whether it meets them only where the notice lists no targets: then it is the answer to the whole notice. */
  meetsIf: 'always' | 'no_targets';
  /** Whether the time to comply hangs on its delivery: while it is on the way or undelivered that clock is not met. */
  awaited: boolean;
  /** Whether after its delivery the time to comply may be met. */
  settles: boolean;
  /** Whether it tells the outcome, so that its delivery ends the reporting. */
  reports: boolean;
}

/** Outward texts: when each leaves and what its delivery does. What each says is in letters/kinds, its text in rulebook/letters. */
export const LETTER_TABLE = {
  acknowledgement: {
    leaves: 'first_answer',
    about: null,
    meets: ['acknowledge'],
    meetsIf: 'always',
    awaited: false,
    settles: false,
    reports: false,
  },
  push_back: {
    leaves: 'with_submission',
    about: 'push_back',
    meets: ['reply'],
    meetsIf: 'always',
    awaited: true,
    settles: true,
    reports: false,
  },
  clarification: {
    leaves: 'with_submission',
    about: 'clarify',
    meets: [],
    meetsIf: 'always',
    awaited: true,
    settles: true,
    reports: false,
  },
  report_of_effect: {
    leaves: 'when_done',
    about: 'unlisted_targets',
    meets: ['inform', 'reply'],
    meetsIf: 'always',
    awaited: false,
    settles: true,
    reports: true,
  },
  // Promised in the API's list of kinds; users are told through the platform (letters/user-message.ts), by no letter.
  user_notice: {
    leaves: 'never',
    about: null,
    meets: [],
    meetsIf: 'always',
    awaited: false,
    settles: true,
    reports: false,
  },
  dialogue_request: {
    leaves: 'when_asked',
    about: null,
    meets: [],
    meetsIf: 'always',
    awaited: false,
    settles: true,
    reports: false,
  },
  status_update: {
    leaves: 'with_submission',
    about: 'no_targets',
    meets: ['inform', 'reply'],
    meetsIf: 'no_targets',
    awaited: true,
    settles: true,
    reports: false,
  },
} as const satisfies Record<string, LetterRow>;

type Table = typeof LETTER_TABLE;
export type LetterKind = keyof Table;
export const LETTER_KINDS = keysOf(LETTER_TABLE);

/** Kinds that the desk writes; whoever writes letters has a text for each of them. */
export type WrittenLetterKind = {
  [Kind in LetterKind]: Table[Kind]['leaves'] extends 'never' ? never : Kind;
}[LetterKind];

/** Kinds that go with a submission of a notice with targets, in the order in which they are queued and shown. */
export type SubmissionLetterKind = {
  [Kind in LetterKind]: Table[Kind]['about'] extends null | 'no_targets' ? never : Kind;
}[LetterKind];
export const SUBMISSION_LETTERS = LETTER_KINDS.filter(goesWithTargets);

/** Whether the desk has anything to say in a letter of this kind. */
export function isWritten(kind: LetterKind): kind is WrittenLetterKind {
  return LETTER_TABLE[kind].leaves !== 'never';
}

/** Whether people have decided that it leaves; the others leave by themselves. */
export function isByPeople(kind: LetterKind): boolean {
  const { leaves } = LETTER_TABLE[kind];
  return leaves === 'with_submission' || leaves === 'when_asked';
}

function goesWithTargets(kind: LetterKind): kind is SubmissionLetterKind {
  const { about } = LETTER_TABLE[kind];
  return about !== null && about !== 'no_targets';
}

/** Lanes that a letter of their own lists the targets of; such a letter also names what the paper lacks. */
export const LISTED_LANES: readonly Lane[] = LETTER_KINDS.flatMap((kind) => laneOf(kind) ?? []);

/** Actions whose result the report of effect states. */
const UNLISTED_LANES = LANES.filter((lane) => !LISTED_LANES.includes(lane));

function laneOf(kind: LetterKind): Lane | null {
  const { about } = LETTER_TABLE[kind];
  return about === null || about === 'unlisted_targets' || about === 'no_targets' ? null : about;
}

/**
 * The letters that go with a submission: refusals and questions at once, the report when all is done. Where all is refused or
 * asked about there is no effect to report: those letters are the whole answer.
 */
export function lettersFor(byLane: Partial<Record<Lane, number>>, targets: number): LetterKind[] {
  return LETTER_KINDS.filter((kind) => {
    const { about } = LETTER_TABLE[kind];
    if (about === null) return false;
    if (about === 'no_targets') return targets === 0;
    const lanes = about === 'unlisted_targets' ? UNLISTED_LANES : [about];
    return targets > 0 && lanes.some((lane) => (byLane[lane] ?? 0) > 0);
  });
}

/**
 * What is said of a letter's language before it leaves: the language asked for has no text for its kind, or its texts are
 * not English and no native lawyer has reviewed them.
 */
export const LETTER_NOTES = ['written_in_english', 'not_reviewed'] as const;
export type LetterNote = (typeof LETTER_NOTES)[number];

/** Where a letter stands on its way to the authority. */
export const LETTER_STATES = ['drafted', 'approved', 'queued', 'sent', 'bounced', 'failed'] as const;
export type LetterState = (typeof LETTER_STATES)[number];
