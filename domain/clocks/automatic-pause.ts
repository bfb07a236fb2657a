import { getKeys } from '../record-keys.js';
import type { LetterKind } from '../letters/letter.js';
import type { ClockKind } from './clock.js';

/** Why a clock's due moved; stored and shown with each move. */
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
  begunBy: LetterKind;
  stops: ClockKind;
  cause: Exclude<MoveCause, 'revision'>;
  reason: (letter: number) => string;
}

export const PAUSE_TABLE = {
  question: {
    begunBy: 'clarification',
    stops: 'comply',
    cause: 'question',
    reason: (letter) => `Clarification was requested from the authority in letter ${letter}.`,
  },
} as const satisfies Record<string, PauseRow>;
export type AutomaticPause = keyof typeof PAUSE_TABLE;
export const AUTOMATIC_PAUSES = getKeys(PAUSE_TABLE);

export function pauseBegunBy(letter: LetterKind): AutomaticPause | undefined {
  return AUTOMATIC_PAUSES.find((pause) => PAUSE_TABLE[pause].begunBy === letter);
}
