import { z } from 'zod';

/** Base64 without line breaks, as Temporal's tools write it. */
const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);

export const payload = z.object({
  metadata: z.record(z.string(), base64).optional(),
  data: base64.optional(),
});

/** Request and response of a codec endpoint, as the Temporal UI and CLI use it. */
export const payloads = z.object({ payloads: z.array(payload).max(1_000) });
