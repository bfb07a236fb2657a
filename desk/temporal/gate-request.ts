import { z } from 'zod';

/** What the gate is told of each socket that it serves; `target` is a port in Temporal's network. */
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
    /** Where people reach it. */
    port: z.int(),
  }),
]);
export type GateRequest = z.infer<typeof gateRequest>;
