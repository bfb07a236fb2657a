import type { Dialogue } from '../../domain/letter/dialogue.js';
import { dateWords } from '../base.js';
import type { LetterOfKind } from '../letter-of-kind.js';

/** The wish to talk, in the words of whoever asked for it, and when it may be. */
export const dialogueRequest: LetterOfKind<Dialogue> = {
  gather: async (_, { effect }) => ({ data: effect.dialogue ?? { with: '', subject: '', proposal: '' } }),
  view: ({ with: office, subject, proposal, meeting, zone }, texts) => ({
    office,
    subject,
    proposal,
    meeting_at: meeting === undefined ? '' : dateWords(texts, zone).full(Date.parse(meeting.at)),
    meeting_minutes: meeting?.minutes ?? 0,
    meeting_place: meeting?.place ?? '',
  }),
};
