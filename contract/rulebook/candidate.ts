import { z } from 'zod';

/** Another law that may govern a notice; until triage picks one, the stricter of each duty applies. */
export const candidateView = z.object({
  id: z.string(),
  version: z.string(),
  why: z.string(),
  words: z.array(z.string()).describe('Words of the document that suggest this law'),
});
