import { z } from 'zod';

export const gateRequest = z.discriminatedUnion('front', [
  z.object({
    front: z.literal('grpc'),
    target: z.int(),
    /** Paths of PEM files. */
    tls: z.object({ ca: z.string(), cert: z.string(), key: z.string() }),
  }),
  z.object({
    front: z.literal('ui'),
    target: z.int(),
    port: z.int(),
  }),
]);
export type GateRequest = z.infer<typeof gateRequest>;
