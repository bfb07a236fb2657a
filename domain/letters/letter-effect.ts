import type { Dialogue } from './dialogue.js';
import type { LetterEffect } from '../commands/effect.js';
import { LETTER_KINDS, type LetterKind } from './letter.js';

export function letterEffect(noticeId: string, submission: number, letter: LetterKind): LetterEffect {
  return { key: `${noticeId}:${submission}:letter:${letter}`, type: 'send_letter', letter, submission, dialogue: null };
}

/** The corrected report, after a repair has changed what the first one stated. */
export function correctedReportEffect(noticeId: string, submission: number, repair: string): LetterEffect {
  const report = letterEffect(noticeId, submission, 'report_of_effect');
  return { ...report, key: `${report.key}:${repair}` };
}

export function acknowledgementEffect(noticeId: string): LetterEffect {
  const key = `${noticeId}:acknowledgement`;
  return { key, type: 'send_letter', letter: 'acknowledgement', submission: null, dialogue: null };
}

export function dialogueEffect(noticeId: string, nth: number, dialogue: Dialogue): LetterEffect {
  const key = `${noticeId}:dialogue:${nth}`;
  return { key, type: 'send_letter', letter: dialogue.kind ?? 'dialogue_request', submission: null, dialogue };
}

/**
 * Reconstructs a letter's effect from its key, given the notice's dialogues in order; null if the key is not a
 * letter's.
 */
export function readLetterKey(noticeId: string, key: string, dialogues: readonly Dialogue[]): LetterEffect | null {
  if (key === `${noticeId}:acknowledgement`) return acknowledgementEffect(noticeId);
  const rest = key.startsWith(`${noticeId}:`) ? key.slice(noticeId.length + 1) : '';
  const [, nth] = /^dialogue:(\d+)$/.exec(rest) ?? [];
  const dialogue = dialogues[Number(nth) - 1];
  if (dialogue !== undefined) return dialogueEffect(noticeId, Number(nth), dialogue);
  const [, submission, kind] = /^(\d+):letter:([a-z_]+)$/.exec(rest) ?? [];
  const letter = LETTER_KINDS.find((one) => one === kind);
  if (letter !== undefined) return letterEffect(noticeId, Number(submission), letter);
  const [, corrected, repair] = /^(\d+):letter:report_of_effect:([0-9a-f-]{36})$/.exec(rest) ?? [];
  return repair === undefined ? null : correctedReportEffect(noticeId, Number(corrected), repair);
}
