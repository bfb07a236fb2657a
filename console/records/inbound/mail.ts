import type { z } from 'zod';
import type { inboundView } from '../../../contract/mail/inbound.js';

/** A mail that came in (`GET /v1/inbound`). */
export type InboundMail = z.infer<typeof inboundView>;

export const STATES = ['held', 'taken', 'joined', 'rejected'] as const satisfies InboundMail['state'][];
