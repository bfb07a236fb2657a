import { z } from 'zod';

/** Client of the embedded issuer, with a key and a secret that persist across restarts. */
const issuerRequest = z.object({
  port: z.int(),
  /** Public port, if a proxy is in front of the issuer. */
  knownAs: z.int().optional(),
  clientId: z.string(),
  redirectUri: z.string(),
  key: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string(), d: z.string() }),
  cookieKey: z.string(),
});
export type IssuerRequest = z.infer<typeof issuerRequest>;

/** The fakes that the desk requests; port 0 means any free one. The control routes share the platform's port. */
export const simulatorsRequest = z.object({
  name: z.string().default('simulators'),
  mail: z.object({ port: z.int() }).optional(),
  http: z.object({ port: z.int() }),
  issuer: issuerRequest.optional(),
});
export type SimulatorsRequest = z.input<typeof simulatorsRequest>;

export const simulatorsReady = z.object({
  type: z.literal('simulators-ready'),
  smtpPort: z.int().optional(),
  httpPort: z.int(),
  issuerPort: z.int().optional(),
});
export type SimulatorsReady = z.infer<typeof simulatorsReady>;
