import type { LetterKind } from '../../domain/letters/letter.js';
import type { Alert } from '../ops/alerts.js';

export function unprovenLetter({ noticeId, n, letter }: { noticeId: string; n: number; letter: LetterKind }): Alert {
  return {
    key: `${noticeId}:letter_unproven:${n}`,
    kind: 'letter_unproven',
    noticeId,
    summary: `Letter ${n} (${letter}) was not written by the desk, or was changed later. It is not sent, not signed and not shown to the authority.`,
    detail: { n, letter },
  };
}
