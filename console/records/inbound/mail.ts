import type { z } from 'zod';
import type { inboundView } from '../../../contract/mail/inbound.js';

/** A mail that came in (`GET /v1/inbound`). */
export type InboundMail = z.infer<typeof inboundView>;

/** Whether the desk takes it for something that no person wrote: a notice is made of it only after a person has confirmed that. */
export const isAutomatic = ({ proposal: { kind } }: InboundMail) => kind === 'bounce' || kind === 'automatic';

export const STATES = ['held', 'unread', 'taken', 'joined', 'rejected'] as const satisfies InboundMail['state'][];
