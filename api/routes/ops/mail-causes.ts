import type { CauseWords } from './engine-causes.js';

export const MAIL_CAUSES = {
  mail_disputed: {
    title: 'A mail contradicts how it was reported',
    explains:
      "The process that receives mail reported a mail as an authority's own, but the message itself says otherwise. That process or its login may be compromised.",
    selfHeals: 'Nothing is done with the mail automatically. The alert ends when a person has decided on it.',
    safe: 'A mail has no effect before somebody has decided on it.',
  },
  mail_held: {
    title: 'Mail waiting for a person',
    explains:
      "Mail has arrived that no authority's domain has signed, or that the desk cannot match. It may be an order, and its deadline may be running.",
    selfHeals: 'The alert ends when each mail has become a notice, been added to one or been dismissed.',
    safe: 'A mail has no effect before somebody has decided on it.',
  },
  reply_unread: {
    title: 'Unread reply',
    explains: 'The authority has answered the notice by mail, and nobody has marked the reply as read.',
    selfHeals:
      'The alert ends when somebody adds a note, records the outcome of a dialogue, or marks the reply as read.',
    safe: 'Read the reply on the timeline.',
  },
  status_update_not_sent: {
    title: 'A status update did not reach the authority',
    explains:
      'A status letter about an open notice was refused, bounced, could not be written, or found no mail server for a day.',
    selfHeals:
      'The next period has its own letter, which goes to the address that the directory lists then. No deadline depends on it.',
    safe: 'There is no repair: correct the address in the directory. A letter for a past period is not sent late, because its status would be out of date.',
  },
} as const satisfies Record<string, CauseWords>;
