import { keysOf } from '../keys-of.js';
import type { LetterKind } from '../letter/letter.js';
import type { ClockKind } from './clock.js';

/** Why a clock's due moved, as it is kept and shown with each move. */
export const MOVE_CAUSES = [
  'pause',
  'resume',
  'extend',
  'revision',
  'question',
  'answer',
  'stay',
  'stay_lifted',
] as const;
export type MoveCause = (typeof MOVE_CAUSES)[number];

interface PauseRow {
  /** The letter from whose sending it counts. */
  begunBy: LetterKind;
  /** Our clocks that stand, where their rule lets them stop. */
  stops: ClockKind;
  cause: Exclude<MoveCause, 'revision'>;
  /** What is told with the pause, by the number of that letter. */
  reason: (letter: number) => string;
}

/** What pauses clocks by itself. */
export const PAUSE_TABLE = {
  question: {
    begunBy: 'clarification',
    stops: 'comply',
    cause: 'question',
    reason: (letter) => `Clarification was requested from the authority in letter ${letter}.`,
  },
} as const satisfies Record<string, PauseRow>;
export type AutomaticPause = keyof typeof PAUSE_TABLE;
export const AUTOMATIC_PAUSES = keysOf(PAUSE_TABLE);

/** What the sending of a letter pauses clocks for, if for anything. */
export function pauseBegunBy(letter: LetterKind): AutomaticPause | undefined {
  return AUTOMATIC_PAUSES.find((pause) => PAUSE_TABLE[pause].begunBy === letter);
}
