import { z } from 'zod';

/** A law that may govern a notice beside the one it came in under: of each duty the stricter runs until triage names one. */
export const candidateView = z.object({
  id: z.string(),
  version: z.string(),
  why: z.string(),
  words: z.array(z.string()).describe('Words of the document that suggest this law'),
});
