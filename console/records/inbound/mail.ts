import type { InboundMail } from '../../http/types.js';

/** Whether the mail looks machine-written, so that a notice is created from it only after a person confirms that. */
export const isMachineMail = ({ proposal: { kind } }: InboundMail) => kind === 'bounce' || kind === 'automatic';

export const STATES = ['held', 'unread', 'accepted', 'attached', 'rejected'] as const satisfies InboundMail['state'][];
