import { z } from 'zod';

/** Which doubles the desk wants; a port of 0 means any free one. The control routes share the platform's port. */
export const doublesRequest = z.object({
  mail: z.object({ port: z.int() }).optional(),
  /** HTTP server of platform double, pager double and mail faults. */
  http: z.object({ port: z.int() }),
});
export type DoublesRequest = z.infer<typeof doublesRequest>;

/** Sent to the supervisor once everything listens. */
export const doublesReady = z.object({
  type: z.literal('doubles-ready'),
  smtpPort: z.int().optional(),
  httpPort: z.int(),
});
export type DoublesReady = z.infer<typeof doublesReady>;
