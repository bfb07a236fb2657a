import type { InboundMail } from '../../http/types.js';

/** Whether the mail looks machine-written, so that a notice is created from it only after a person confirms that. */
export const isMachineMail = ({ proposal: { kind } }: InboundMail) => kind === 'bounce' || kind === 'automatic';

export const STATES = ['held', 'unread', 'accepted', 'attached', 'rejected'] as const satisfies InboundMail['state'][];

/** The number of ours that a subject names. */
export const findNoticeNumber = ({ subject }: InboundMail): string | null =>
  /N-\d{4}-\d{6,}/i.exec(subject)?.[0].toUpperCase() ?? null;
