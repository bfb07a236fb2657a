import { z } from 'zod';

/** Repairs that this desk carries out; the contract names more, and the refusal says which there are. */
export const DONE_REPAIRS = ['retry', 'skip'] as const;

const reason = z.string().max(4_000).min(1, 'Give a reason.');

/** `POST /v1/ops/notices/{id}/repair` (contract section 6). */
export const repairBody = z.strictObject({
  action: z
    .enum(DONE_REPAIRS, { message: `Give one of ${DONE_REPAIRS.join(', ')}; nothing else is repaired from here yet.` })
    .describe('retry: act anew on targets that failed or drifted; skip: give failed targets up with a reason'),
  target: z
    .number()
    .int()
    .min(1)
    .max(2_147_483_647)
    .optional()
    .describe('Number of one target; without it all of the latest submission that has any'),
  reason,
  expectedVersion: z.number().int().min(1).optional(),
  comment: z.string().max(4_000).optional(),
});
export type RepairBody = z.infer<typeof repairBody>;

/** `POST /v1/ops/enforcement/pause` and `resume`. */
export const pauseBody = z.strictObject({
  notice: z.string().max(100).optional().describe('Id of one notice; without it every notice'),
  reason,
});

export const pauseView = z.object({
  notice: z.string().nullable().describe('null: every notice'),
  paused: z.boolean(),
  changed: z.boolean().describe('false: it stood so already'),
});
