import type { LetterOfKind } from '../letter-of-kind.js';

/** The wish to talk, in the words of whoever asked for it. */
export const dialogueRequest: LetterOfKind<{ with: string; subject: string; proposal: string }> = {
  gather: async (_, { effect }) => ({ data: effect.dialogue ?? { with: '', subject: '', proposal: '' } }),
  view: ({ with: office, subject, proposal }) => ({ office, subject, proposal }),
};
