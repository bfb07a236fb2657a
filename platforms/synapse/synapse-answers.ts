import { z } from 'zod';
import { PLATFORM_ACTIONS } from '../../domain/targets/platform-action.js';

export const whoAmI = z.object({ user_id: z.string() });
export const userAnswer = z.object({ suspended: z.boolean() });
export const roomAnswer = z.object({ room_id: z.string(), creator: z.string().nullish() });
export const aliasAnswer = z.object({ room_id: z.string() });
export const blockAnswer = z.object({ block: z.boolean(), user_id: z.string().nullish() });
export const sentAnswer = z.object({ event_id: z.string() });
export const contextAnswer = z.object({
  event: z.object({
    sender: z.string(),
    unsigned: z.object({ redacted_by: z.string().nullish() }).nullish(),
  }),
});

export const keptResult = z.object({
  action: z.enum([...PLATFORM_ACTIONS, 'sendMessages']),
  id: z.string(),
  status: z.enum(['applied', 'already']),
  at: z.string(),
  receipt: z.string(),
});
export type KeptResult = z.infer<typeof keptResult>;

export const keptHold = z.object({ key: z.string().optional() });
