import { z } from 'zod';
import { CONTESTED_TOPICS } from '../domain/rulebook/contested.js';
import { reason } from './fields.js';

/** Counsel's decision on a question that a notice's law leaves in dispute. */
export const contestedWrite = z.strictObject({
  topic: z.enum(CONTESTED_TOPICS),
  allow: z.boolean().describe('publication: the notice may be published; user_notice: affected people are notified'),
  reason,
});

export const contestedDecided = z.object({
  notice: z.string(),
  topic: z.enum(CONTESTED_TOPICS),
  allow: z.boolean(),
});
