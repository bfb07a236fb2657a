import { z } from 'zod';

/** The issuer of the embedded desk: its client, and the key and secret that outlast its process. */
const issuerRequest = z.object({
  port: z.int(),
  /** The port that everybody reaches it by, where something stands in front of it. */
  knownAs: z.int().optional(),
  clientId: z.string(),
  redirectUri: z.string(),
  key: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string(), d: z.string() }),
  cookieKey: z.string(),
});
export type IssuerRequest = z.infer<typeof issuerRequest>;

/** Which doubles the desk wants; a port of 0 means any free one. The control routes share the platform's port. */
export const doublesRequest = z.object({
  /** What the process is called. */
  name: z.string().default('doubles'),
  mail: z.object({ port: z.int() }).optional(),
  /** HTTP server of platform double, pager double and mail faults. */
  http: z.object({ port: z.int() }),
  issuer: issuerRequest.optional(),
});
export type DoublesRequest = z.input<typeof doublesRequest>;

/** Sent to the supervisor once everything listens. */
export const doublesReady = z.object({
  type: z.literal('doubles-ready'),
  smtpPort: z.int().optional(),
  httpPort: z.int(),
  issuerPort: z.int().optional(),
});
export type DoublesReady = z.infer<typeof doublesReady>;
