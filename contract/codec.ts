import { z } from 'zod';

/** Bytes as text: what Temporal's tools write without line ends. */
const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);

/** A payload as Temporal's tools send it: its metadata and its content in base64. */
export const payload = z.object({
  metadata: z.record(z.string(), base64).optional(),
  data: base64.optional(),
});

/** Body and answer of a codec endpoint, as the Temporal UI and CLI speak it. */
export const payloads = z.object({ payloads: z.array(payload).max(1_000) });
