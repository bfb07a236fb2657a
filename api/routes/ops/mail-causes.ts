import type { CauseWords } from './engine-causes.js';

export const MAIL_CAUSES = {
  mail_disputed: {
    title: 'A mail is not what was read of it',
    explains:
      "The process that mail comes in by called a mail an authority's own, and the message itself says otherwise. Somebody may have taken that process over, or its login.",
    selfHeals: 'Nothing is done with the mail by itself. It ends when a person has decided on it.',
    safe: 'Nothing follows from a mail before somebody has decided on it.',
  },
  mail_held: {
    title: 'Mail waits for a person',
    explains:
      'Mail has come in that no domain of an authority has signed, or that the desk cannot place. It may be an order, and its time may run.',
    selfHeals: 'It ends when each was made a notice, added to one or put aside.',
    safe: 'Nothing follows from a mail before somebody has decided on it.',
  },
  reply_unread: {
    title: 'A reply has not been read',
    explains: 'A mail of the authority has answered the notice, and nobody has said that it was read.',
    selfHeals: 'It ends when somebody adds a note, records what came of a dialogue, or marks the reply as read.',
    safe: 'Read the reply on the timeline.',
  },
  status_update_not_sent: {
    title: 'A status update did not reach the authority',
    explains:
      'A letter that says how an open notice stands was refused, came back, could not be written, or found no mail server for a day.',
    selfHeals:
      'The next period has a letter of its own, which goes to whom the directory names then. No clock waits for it.',
    safe: 'There is no repair: correct the address in the directory. A letter of that period is not sent late, for it would no longer say how the notice stands.',
  },
} as const satisfies Record<string, CauseWords>;
