import type { z } from 'zod';
import type { inboundView } from '../../../contract/mail/inbound.js';

export type InboundMail = z.infer<typeof inboundView>;

/** Whether the mail looks machine-written, so that a notice is created from it only after a person confirms that. */
export const isMachineMail = ({ proposal: { kind } }: InboundMail) => kind === 'bounce' || kind === 'automatic';

export const STATES = ['held', 'unread', 'accepted', 'attached', 'rejected'] as const satisfies InboundMail['state'][];
