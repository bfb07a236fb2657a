import { keysOf } from '../keys-of.js';
import type { ClockKind } from './clock.js';

/** Why a clock's due moved, as it is kept and shown with each move. */
export const MOVE_CAUSES = ['pause', 'resume', 'extend', 'revision'] as const;
export type MoveCause = (typeof MOVE_CAUSES)[number];

interface PauseRow {
  /** Our clocks that stand, where their rule lets them stop. */
  stops: ClockKind;
  cause: Exclude<MoveCause, 'revision'>;
  /** What is told with the pause, by the number of the letter from whose sending it counts. */
  reason: (letter: number) => string;
}

/** What pauses clocks by itself. The letter whose sending begins it names it in `LETTER_TABLE`. */
export const PAUSE_TABLE = {
  question: {
    stops: 'comply',
    cause: 'pause',
    reason: (letter) => `Clarification was asked of the authority by letter ${letter}.`,
  },
} as const satisfies Record<string, PauseRow>;
export type AutomaticPause = keyof typeof PAUSE_TABLE;
export const AUTOMATIC_PAUSES = keysOf(PAUSE_TABLE);
